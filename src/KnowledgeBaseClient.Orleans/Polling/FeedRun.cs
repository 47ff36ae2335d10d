namespace KnowledgeBaseClient;

// What a replica knows of a run, as soon as it has received all results. Guarded by the lock of the feed.
internal sealed class FeedRun
{
    public List<RemoteSubscription> Subscriptions { get; } = [];

    // Null if the replica must receive the state with the next poll.
    public RunSummary? Sent { get; set; }

    // The whole run was sent, not only its summary.
    public bool IsFull { get; set; }
}
