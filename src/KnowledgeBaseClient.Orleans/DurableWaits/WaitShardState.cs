namespace KnowledgeBaseClient;

// What a shard stores. The names of this class, its namespace, its assembly and its members, and the types of its members, are part of
// stored data: never change them.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitShardState")]
internal sealed class WaitShardState
{
    [Id(0)]
    public List<WaitEntry> Waits { get; set; } = [];
}
