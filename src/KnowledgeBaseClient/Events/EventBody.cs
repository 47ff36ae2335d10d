namespace KnowledgeBaseClient;

// The body of a response with events, which has no end of its own: limits the size of each event. Events end with an empty line.
internal sealed class EventBody(ResponseBody body, Action<int> onReceived) : Stream
{
    // Of the service's events, the longest contain the progress of each node: some kilobytes.
    public const int MaxEventBytes = 4 * 1024 * 1024;

    private long _offset;
    private long _eventStart;
    private long _lineLength;
    private byte _previous;

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
        var count = await body.ReadAsync(buffer).ConfigureAwait(false);
        onReceived(count);
        Check(buffer.Span[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // A line ends with a line feed, a carriage return, or both.
    private void Check(ReadOnlySpan<byte> received)
    {
        foreach (var character in received)
        {
            _offset++;
            var isSecondOfTwo = character == (byte)'\n' && _previous == (byte)'\r';
            if (character is not ((byte)'\n' or (byte)'\r'))
            {
                _lineLength++;
            }
            else if (!isSecondOfTwo)
            {
                _eventStart = _lineLength == 0 ? _offset : _eventStart;
                _lineLength = 0;
            }

            _previous = character;
        }

        if (_offset - _eventStart > MaxEventBytes)
        {
            throw new MalformedListException(
                $"an event is larger than {MaxEventBytes} bytes", _offset, excerpt: "", endsEarly: false);
        }
    }
}
