#if NET10_0_OR_GREATER
using System.Net;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A primary handler in process that answers every request with the same body.
internal sealed class BodyHandler(FuzzedBody body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers) : HttpMessageHandler
{
    private PieceStream? _last;

    public bool WasAsked => _last is not null;

    // Of the last body.
    public int Reads => _last?.Reads ?? 0;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StreamContent(_last = new PieceStream(body)),
            RequestMessage = request,
            Version = body.Framing == Framing.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
        };
        response.Content.Headers.ContentLength = body.Framing == Framing.Length ? body.Bytes.Length : null;
        response.Headers.TransferEncodingChunked = body.Framing == Framing.Chunks ? true : null;
        foreach (var (name, value) in headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return Task.FromResult(response);
    }
}
#endif
