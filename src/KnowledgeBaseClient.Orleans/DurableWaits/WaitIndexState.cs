namespace KnowledgeBaseClient;

// The keys of all shards that may have waits.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitIndexState")]
internal sealed class WaitIndexState
{
    [Id(0)]
    public List<string> Shards { get; set; } = [];
}
