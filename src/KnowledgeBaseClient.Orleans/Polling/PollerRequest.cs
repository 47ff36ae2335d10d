namespace KnowledgeBaseClient;

// What a replica asks the poller of a cluster.
[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.PollerRequest")]
internal sealed record PollerRequest
{
    // Names the state that the poller keeps for this replica. A new one begins with all subscriptions.
    [Id(0)]
    public required Guid Session { get; init; }

    // The first request of this session. The poller must not know the session yet.
    [Id(1)]
    public bool IsFirst { get; init; }

    // The session that this one replaces.
    [Id(2)]
    public Guid ReplacedSession { get; init; }

    // The last result that the replica has received.
    [Id(3)]
    public long LastResult { get; init; }

    // Whether the response may wait until there is a result.
    [Id(4)]
    public bool CanWait { get; init; }

    [Id(5)]
    public List<SubscriptionMessage> Added { get; init; } = [];

    // The numbers of subscriptions that have ended.
    [Id(6)]
    public List<long> Removed { get; init; } = [];

    // Runs that a subscription needs no longer, although they may not have finished.
    [Id(7)]
    public List<DoneRunMessage> Done { get; init; } = [];

    // Until the next limit of a wait: a poll must be due by then.
    [Id(8)]
    public TimeSpan? TimeToLimit { get; init; }

    // The last request of this session.
    [Id(9)]
    public bool IsLast { get; init; }
}
