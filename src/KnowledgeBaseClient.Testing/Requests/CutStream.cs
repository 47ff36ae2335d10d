namespace KnowledgeBaseClient.Testing;

// Reads the body of a request up to where a fault ends the connection. Null: to its end.
internal sealed class CutStream(Stream body, long? cutAfter) : ReadOnlyStream
{
    private long _left = cutAfter ?? long.MaxValue;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0)
        {
            throw new RequestCutException();
        }

        var count = await body.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
        _left -= count;
        return count;
    }
}
