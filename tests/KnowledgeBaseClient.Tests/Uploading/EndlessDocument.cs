namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>A stream without an end that calls a function after a number of bytes.</summary>
internal sealed class EndlessDocument(int bytes, Action then) : ReadOnlyStream
{
    private int _left = bytes;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left <= 0)
        {
            then();
        }

        _left -= buffer.Length;
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : ValueTask.FromResult(buffer.Length);
    }
}
