namespace KnowledgeBaseClient.Testing;

// Reads events as they happen.
internal sealed class EventsStream(RunEventReader events, int? cutAfter) : Stream
{
    private readonly long _end = cutAfter ?? long.MaxValue;
    private ReadOnlyMemory<byte> _current;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _end)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The simulated connection ended within the events.");
        }

        if (_current.IsEmpty)
        {
            _current = await events.NextAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = (int)Math.Min(Math.Min(_current.Length, buffer.Length), _end - _position);
        _current[..count].CopyTo(buffer);
        _current = _current[count..];
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        events.Dispose();
        base.Dispose(disposing);
    }
}
