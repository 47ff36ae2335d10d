#if NET10_0_OR_GREATER
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A body that arrives in segments. It fails the test if a reader would never stop reading after the end.
internal sealed class SegmentedStream(FuzzedBody body) : BodyStream
{
    private const int MaxReadsAfterEnd = 8;

    private int _sent;
    private int _segments;
    private int _readsAfterEnd;

    public int Reads { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_sent == body.Bytes.Length && ++_readsAfterEnd > MaxReadsAfterEnd))
        {
            throw new AssertionException("The reader keeps reading after the end of the body.");
        }

        Reads++;
        var segment = body.Segments[_segments++ % body.Segments.Length];
        var count = Math.Min(Math.Min(buffer.Length, segment), Math.Min(body.Bytes.Length, body.StallsAt) - _sent);
        body.Bytes.AsSpan(_sent, count).CopyTo(buffer);
        _sent += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sent < body.StallsAt)
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }

        // Continues on the thread that cancels, so the test does not have to wait for another thread.
        var stalled = new TaskCompletionSource<int>();
        cancellationToken.Register(() => stalled.TrySetCanceled(cancellationToken));
        return new ValueTask<int>(stalled.Task);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
}
#endif
