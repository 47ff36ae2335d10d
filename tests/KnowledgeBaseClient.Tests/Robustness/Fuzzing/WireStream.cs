#if NET10_0_OR_GREATER
using System.IO.Pipelines;
using System.Text;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The server's end of a connection, in memory: keeps the bytes of each request as they are sent, and answers each head with an empty list.
internal sealed class WireStream(Action<string> received) : Stream
{
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]");

    private readonly Pipe _answers = new();
    private readonly MemoryStream _sent = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _answers.Reader.ReadAsync(cancellationToken);
        var part = read.Buffer.Slice(0, Math.Min(buffer.Length, read.Buffer.Length));
        var count = 0;
        foreach (var segment in part)
        {
            segment.CopyTo(buffer[count..]);
            count += segment.Length;
        }

        _answers.Reader.AdvanceTo(part.End);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _sent.Write(buffer.Span);
        for (var end = EndOfHead(); end > 0; end = EndOfHead())
        {
            received(Encoding.Latin1.GetString(_sent.GetBuffer(), 0, end));
            var rest = _sent.ToArray()[end..];
            _sent.SetLength(0);
            _sent.Write(rest);
            await _answers.Writer.WriteAsync(Answer, cancellationToken);
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _answers.Writer.Complete();
        base.Dispose(disposing);
    }

    // After the blank line; 0 while that has not been sent.
    private int EndOfHead() => _sent.GetBuffer().AsSpan(0, (int)_sent.Length).IndexOf("\r\n\r\n"u8) is >= 0 and var blank ? blank + 4 : 0;
}
#endif
