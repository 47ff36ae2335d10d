namespace KnowledgeBaseClient;

// What a shard stores.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitShardState")]
internal sealed class WaitShardState
{
    [Id(0)]
    public List<WaitEntry> Waits { get; set; } = [];
}
