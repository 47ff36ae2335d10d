namespace KnowledgeBaseClient.Testing;

// Reads a body piece by piece. If it is cut, it fails where a complete body would continue.
internal sealed class BodyStream(ResponseBody body, int? cutAfter) : ReadOnlyStream
{
    private readonly long _end = cutAfter ?? body.Length;
    private long _total;
    private int _piece;
    private int _position;

    public override int Read(Span<byte> buffer)
    {
        var count = 0;
        while (count < buffer.Length && _total < _end)
        {
            var piece = body.Pieces[_piece].AsSpan(_position);
            var length = (int)Math.Min(Math.Min(piece.Length, buffer.Length - count), _end - _total);
            piece[..length].CopyTo(buffer[count..]);
            (count, _total, _position) = (count + length, _total + length, _position + length);
            if (_position == body.Pieces[_piece].Length)
            {
                (_piece, _position) = (_piece + 1, 0);
            }
        }

        return count == 0 && buffer.Length > 0 && cutAfter is not null
            ? throw new HttpIOException(HttpRequestError.ResponseEnded, "The simulated connection ended within the body.")
            : count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }
}
