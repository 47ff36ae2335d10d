namespace DocumentationSnippets;

internal sealed class FakeCatalog : ICatalog
{
    public Dictionary<string, bool> Ingested { get; } = [];

    public Task SetIngestedAsync(string orderId, bool isIngested, string idempotencyKey, CancellationToken cancellationToken)
    {
        Ingested[orderId] = isIngested;
        return Task.CompletedTask;
    }
}
