#if NET10_0_OR_GREATER
using System.IO.Pipelines;
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The server's end of an in-memory connection: passes the bytes of each request to a callback, and responds with an empty list.
internal sealed class RecordingStream(Action<string> requestReceived) : BodyStream
{
    private static readonly byte[] Response =
        Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]");

    private readonly Pipe _responses = new();
    private readonly MemoryStream _received = new();

    public override bool CanWrite => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _responses.Reader.ReadAsync(cancellationToken);
        var part = read.Buffer.Slice(0, Math.Min(buffer.Length, read.Buffer.Length));
        var count = 0;
        foreach (var segment in part)
        {
            segment.CopyTo(buffer[count..]);
            count += segment.Length;
        }

        _responses.Reader.AdvanceTo(part.End);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _received.Write(buffer.Span);
        for (var end = EndOfHeaders(); end > 0; end = EndOfHeaders())
        {
            requestReceived(Encoding.Latin1.GetString(_received.GetBuffer(), 0, end));
            var rest = _received.ToArray()[end..];
            _received.SetLength(0);
            _received.Write(rest);
            await _responses.Writer.WriteAsync(Response, cancellationToken);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        _responses.Writer.Complete();
        base.Dispose(disposing);
    }

    // The position after the blank line; 0 if it has not arrived yet.
    private int EndOfHeaders()
    {
        var blankLine = _received.GetBuffer().AsSpan(0, (int)_received.Length).IndexOf("\r\n\r\n"u8);
        return blankLine < 0 ? 0 : blankLine + 4;
    }
}
#endif
