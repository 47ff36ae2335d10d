using System.Net;

namespace KnowledgeBaseClient.Testing;

// The body of a response in process. If it is cut, its connection ends before all of it has arrived.
internal sealed class BodyContent : HttpContent
{
    private readonly ResponseBody _body;
    private readonly int? _cutAfter;

    public BodyContent(ResponseBody body, int? cutAfter)
    {
        (_body, _cutAfter) = (body, cutAfter < body.Length ? cutAfter : null);
        Headers.ContentLength = body.Length;
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new BodyStream(_body, _cutAfter));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using var body = new BodyStream(_body, _cutAfter);
        await body.CopyToAsync(stream).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
