namespace KnowledgeBaseClient;

// What a wait or watch subscribes to. Ids are distinct; null means all runs of the knowledge base.
internal sealed record SubscriptionOptions(
    IReadOnlyList<string>? Ids,
    bool IsWait,
    bool HasUntil,
    bool IncludeExisting,
    TimeSpan OutageTimeout,
    TimeSpan StallTimeout,
    TimeSpan MissingGrace,
    PollingOptions Polling)
{
    public static SubscriptionOptions ForWait(IReadOnlyList<string> ids, WaitOptions options, ClientSettings settings) => new(
        ids,
        IsWait: true,
        options.Until is not null,
        IncludeExisting: true,
        options.OutageTimeout,
        options.StallTimeout,
        options.MissingGrace,
        options.Polling ?? settings.Polling);

    public static SubscriptionOptions ForWatch(IReadOnlyList<string>? ids, WatchOptions options, ClientSettings settings) => new(
        ids,
        IsWait: false,
        HasUntil: false,
        options.IncludeExisting,
        options.OutageTimeout,
        StallTimeout: Timeout.InfiniteTimeSpan,
        MissingGrace: Timeout.InfiniteTimeSpan,
        options.Polling ?? settings.Polling);
}
