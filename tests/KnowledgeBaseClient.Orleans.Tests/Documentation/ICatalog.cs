namespace DocumentationSnippets;

/// <summary>What the examples in docs/fleet.md write to.</summary>
internal interface ICatalog
{
    Task SetIngestedAsync(string orderId, bool isIngested, string idempotencyKey, CancellationToken cancellationToken);
}
