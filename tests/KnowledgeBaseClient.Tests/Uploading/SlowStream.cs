namespace KnowledgeBaseClient.Tests.Uploading;

/// <summary>A stream of five bytes, each of which takes two minutes.</summary>
internal sealed class SlowStream(TimeProvider clock) : ReadOnlyStream
{
    private int _left = 5;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left-- == 0)
        {
            return 0;
        }

        await Task.Delay(TimeSpan.FromMinutes(2), clock, cancellationToken);
        return 1;
    }
}
