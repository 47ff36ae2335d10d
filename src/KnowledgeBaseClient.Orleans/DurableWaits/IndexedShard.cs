namespace KnowledgeBaseClient;

// A shard in the index.
internal sealed class IndexedShard
{
    // Changes when the shard is added again.
    public int Version { get; set; }

    public bool IsBeingPinged { get; set; }

    // A timestamp. Null if the shard had waits at the last ping.
    public long? EmptySince { get; set; }
}
