using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace KnowledgeBaseClient.Testing;

/// <summary>Connects WireMock to a function from requests to responses.</summary>
internal sealed class FakeResponseProvider(Func<ReceivedRequest, FakeResponse> respond) : IResponseProvider
{
    public Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping, HttpContext context, IRequestMessage requestMessage, WireMockServerSettings settings)
    {
        // WireMock unescapes its own path and turns each plus into a space, so read the request target as it was sent.
        var request = ReceivedRequest.FromTarget(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase));

        return Task.FromResult<(IResponseMessage, IMapping?)>((ToMessage(respond(request), context.Response), null));
    }

    private static ResponseMessage ToMessage(FakeResponse response, HttpResponse target)
    {
        // WireMock silently drops some headers of a message, so set them on the ASP.NET Core response.
        foreach (var (name, value) in response.Headers)
        {
            target.Headers[name] = value;
        }

        var message = new ResponseMessage { StatusCode = response.StatusCode };
        if (response.ContentType.Length > 0)
        {
            message.AddHeader("Content-Type", response.ContentType);
        }

        if (response.Body.Length > 0)
        {
            message.BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = response.Body.ToArray() };
        }

        return message;
    }
}
