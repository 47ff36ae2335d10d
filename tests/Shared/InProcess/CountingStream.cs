namespace KnowledgeBaseClient.TestSupport;

/// <summary>A body of unknown length that counts the bytes that the client has read of it.</summary>
internal sealed class CountingStream(byte[] body) : BodyStream
{
    public int BytesRead { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, body.Length - BytesRead);
        body.AsSpan(BytesRead, count).CopyTo(buffer.Span);
        BytesRead += count;
        return ValueTask.FromResult(count);
    }
}
