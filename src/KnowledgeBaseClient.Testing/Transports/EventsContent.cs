using System.Net;

namespace KnowledgeBaseClient.Testing;

// The events of a run in process. If they are cut, the connection ends after some bytes.
internal sealed class EventsContent(RunEventSource source, int? cutAfter) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new EventsStream(source.Open(), cutAfter));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using var events = new EventsStream(source.Open(), cutAfter);
        await events.CopyToAsync(stream).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
