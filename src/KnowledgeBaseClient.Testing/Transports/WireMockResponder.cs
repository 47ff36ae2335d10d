using Microsoft.AspNetCore.Http;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace KnowledgeBaseClient.Testing;

// Connects WireMock to a simulator.
internal sealed class WireMockResponder(KnowledgeBaseSimulator simulator, KestrelResponder kestrel) : IResponseProvider
{
    public async Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping, HttpContext context, IRequestMessage requestMessage, WireMockServerSettings settings)
    {
        var request = context.Request;
        var response = simulator.Respond(request.Method, KestrelResponder.TargetOf(request), KestrelResponder.HeadersOf(request));
        if (await kestrel.TryBeginAsync(context, response).ConfigureAwait(false)
            && response.CutAfter is { } length && length < response.Body.Length)
        {
            await KestrelResponder.SendAsync(context, response, length).ConfigureAwait(false);
        }

        return (ToMessage(response, context.Response), null);
    }

    private static ResponseMessage ToMessage(SimulatedResponse response, HttpResponse target)
    {
        if (target.HasStarted)
        {
            return new ResponseMessage();
        }

        KestrelResponder.SetHeaders(response, target);
        var message = new ResponseMessage { StatusCode = response.StatusCode };
        if (response.ContentType.Length > 0)
        {
            message.AddHeader("Content-Type", response.ContentType);
        }

        if (response.Body.Length > 0)
        {
            target.ContentLength = response.Body.Length;
            message.BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = response.Body.ToArray() };
        }

        return message;
    }
}
