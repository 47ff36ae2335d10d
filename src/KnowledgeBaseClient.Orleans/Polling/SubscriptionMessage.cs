namespace KnowledgeBaseClient;

// A wait or watch of a replica, as far as it concerns the poller.
[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.SubscriptionMessage")]
internal sealed record SubscriptionMessage
{
    // Unique within the session.
    [Id(0)]
    public required long Number { get; init; }

    // Null for all runs of the knowledge base.
    [Id(1)]
    public List<string>? RunIds { get; init; }

    [Id(2)]
    public bool IsWait { get; init; }

    [Id(3)]
    public bool HasUntil { get; init; }

    [Id(4)]
    public bool WantsProgress { get; init; }

    [Id(5)]
    public TimeSpan InitialInterval { get; init; }

    [Id(6)]
    public TimeSpan MaxInterval { get; init; }

    [Id(7)]
    public int MaxConcurrentRequests { get; init; }

    [Id(8)]
    public int MaxEventStreams { get; init; }

    // Polls have succeeded for it before.
    [Id(9)]
    public bool HasSucceeded { get; init; }

    public SubscriptionOptions ToOptions() => new(
        RunIds,
        IsWait,
        HasUntil,
        IncludeExisting: true,
        OutageTimeout: Timeout.InfiniteTimeSpan,
        StallTimeout: Timeout.InfiniteTimeSpan,
        MissingGrace: Timeout.InfiniteTimeSpan,
        new PollingOptions
        {
            InitialInterval = InitialInterval,
            MaxInterval = MaxInterval,
            MaxConcurrentRequests = MaxConcurrentRequests,
            MaxEventStreams = MaxEventStreams,
        })
    {
        WantsProgress = WantsProgress,
    };

    public static SubscriptionMessage Of(
        long number, SubscriptionOptions options, IReadOnlyCollection<string>? openIds, bool hasSucceeded) =>
        new()
        {
            Number = number,
            RunIds = openIds is null ? null : [.. openIds],
            IsWait = options.IsWait,
            HasUntil = options.HasUntil,
            WantsProgress = options.WantsProgress,
            InitialInterval = options.Polling.InitialInterval,
            MaxInterval = options.Polling.MaxInterval,
            MaxConcurrentRequests = options.Polling.MaxConcurrentRequests,
            MaxEventStreams = options.Polling.MaxEventStreams,
            HasSucceeded = hasSucceeded,
        };
}
