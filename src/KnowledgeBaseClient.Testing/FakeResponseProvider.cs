using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WireMock;
using WireMock.ResponseProviders;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace KnowledgeBaseClient.Testing;

internal sealed class FakeResponseProvider(Func<ReceivedRequest, string, FakeResponse> answer) : IResponseProvider
{
    public Task<(IResponseMessage Message, IMapping? Mapping)> ProvideResponseAsync(
        IMapping mapping, HttpContext context, IRequestMessage requestMessage, WireMockServerSettings settings)
    {
        // WireMock's own path has every escape undone and each plus turned into a space, so the target is read as it was sent.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var rawPath = mark < 0 ? target : target[..mark];
        var request = new ReceivedRequest(
            context.Request.Method,
            Uri.UnescapeDataString(rawPath),
            mark < 0 ? "" : target[(mark + 1)..],
            context.Request.Headers.ToDictionary(
                header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase));

        return Task.FromResult<(IResponseMessage, IMapping?)>((Message(answer(request, rawPath), context.Response), null));
    }

    private static ResponseMessage Message(FakeResponse answer, HttpResponse response)
    {
        // WireMock silently drops some headers of a message, so they are set on the response itself.
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        var message = new ResponseMessage { StatusCode = answer.StatusCode };
        if (answer.ContentType.Length > 0)
        {
            message.AddHeader("Content-Type", answer.ContentType);
        }

        if (answer.Body.Length > 0)
        {
            message.BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = Encoding.UTF8.GetBytes(answer.Body) };
        }

        return message;
    }
}
