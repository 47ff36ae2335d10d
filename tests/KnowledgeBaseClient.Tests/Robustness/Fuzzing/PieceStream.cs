#if NET10_0_OR_GREATER
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A body as it arrives. Whoever reads on and on after its end, or asks for nothing, would do so for ever.
internal sealed class PieceStream(FuzzedBody body) : Stream
{
    private const int MostReadsAfterTheEnd = 8;

    private int _sent;
    private int _pieces;
    private int _readsAfterTheEnd;

    public int Reads { get; private set; }

    public override bool CanRead => true;

    // Or its length would be known after all.
    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_sent == body.Bytes.Length && ++_readsAfterTheEnd > MostReadsAfterTheEnd))
        {
            throw new AssertionException("The body is read without end.");
        }

        Reads++;
        var count = Math.Min(Math.Min(buffer.Length, body.Pieces[_pieces++ % body.Pieces.Length]), Math.Min(body.Bytes.Length, body.StallsAt) - _sent);
        body.Bytes.AsSpan(_sent, count).CopyTo(buffer);
        _sent += count;
        return count;
    }

    // For ever, unless whoever reads gives up: then on the thread that gives up, so that a test need not wait.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sent < body.StallsAt)
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }

        var silence = new TaskCompletionSource<int>();
        cancellationToken.Register(() => silence.TrySetCanceled(cancellationToken));
        return new ValueTask<int>(silence.Task);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
#endif
