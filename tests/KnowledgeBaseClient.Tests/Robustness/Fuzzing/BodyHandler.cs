#if NET10_0_OR_GREATER
using System.Net;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// An in-process primary handler that responds to every request with the same body.
internal sealed class BodyHandler(FuzzedBody body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    : HttpMessageHandler
{
    private SegmentedStream? _lastBody;

    public bool ReceivedRequest => _lastBody is not null;

    public int ReadsOfLastBody => _lastBody?.Reads ?? 0;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = new HttpResponseMessage(status)
        {
            Content = new StreamContent(_lastBody = new SegmentedStream(body)),
            RequestMessage = request,
            Version = body.Framing == BodyFraming.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
        };
        response.Content.Headers.ContentLength = body.Framing == BodyFraming.ContentLength ? body.Bytes.Length : null;
        response.Headers.TransferEncodingChunked = body.Framing == BodyFraming.Chunked ? true : null;
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
