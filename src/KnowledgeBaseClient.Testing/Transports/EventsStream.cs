namespace KnowledgeBaseClient.Testing;

// Reads events as they happen.
internal sealed class EventsStream(RunEventReader events, int? cutAfter) : ReadOnlyStream
{
    private readonly long _end = cutAfter ?? long.MaxValue;
    private ReadOnlyMemory<byte> _current;
    private long _position;

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

    protected override void Dispose(bool disposing)
    {
        events.Dispose();
        base.Dispose(disposing);
    }
}
