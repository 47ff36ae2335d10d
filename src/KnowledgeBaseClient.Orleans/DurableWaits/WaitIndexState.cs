namespace KnowledgeBaseClient;

// The keys of all shards that may have waits. The names of this class, its namespace, its assembly and its members, and the types of its
// members, are part of stored data: never change them.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.WaitIndexState")]
internal sealed class WaitIndexState
{
    [Id(0)]
    public List<string> Shards { get; set; } = [];
}
