namespace KnowledgeBaseClient.TestSupport;

/// <summary>A body that starts with one text and then repeats another without end. Every read returns immediately.</summary>
/// <param name="beginning">The start of the body.</param>
/// <param name="repeated">The bytes that follow, again and again.</param>
/// <param name="maxRead">The maximum number of bytes that one read returns.</param>
/// <param name="onRead">Called at the start of each read, before the cancellation token is checked.</param>
internal sealed class EndlessStream(byte[] beginning, byte[] repeated, int maxRead = int.MaxValue, Action? onRead = null) : BodyStream
{
    // Ends a test whose client has no limit.
    private const long MaxBytes = 32 * 1024 * 1024;

    public long BytesRead { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        onRead?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        if (BytesRead > MaxBytes)
        {
            throw new InvalidOperationException("The client reads the body without a limit.");
        }

        var count = Math.Min(buffer.Length, maxRead);
        var target = buffer.Span[..count];
        for (var i = 0; i < count; i++, BytesRead++)
        {
            target[i] = BytesRead < beginning.Length
                ? beginning[BytesRead]
                : repeated[(BytesRead - beginning.Length) % repeated.Length];
        }

        return ValueTask.FromResult(count);
    }
}
