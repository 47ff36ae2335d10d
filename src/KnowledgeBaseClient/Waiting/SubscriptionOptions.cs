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
    public DateTimeOffset? EndedSince { get; init; }

    // Not only the end of a run.
    public bool WantsProgress { get; init; }

    // Whether nothing more is expected of the run. One that awaits human feedback does nothing until a person acts, which a wait leaves to
    // its caller.
    public bool IsDone(RunSummary run) => run.Status.IsTerminal || (IsWait && run.Status == RunStatus.AwaitingHumanFeedback);

    // Whether a run that exists when the watch begins is reported. One that ended without saying when may have ended since.
    public bool IncludesInitial(RunSummary run) =>
        EndedSince is { } since && run.Status.IsTerminal ? !(run.FinishedAt < since) : IncludeExisting;

    public static SubscriptionOptions ForWait(IReadOnlyList<string> ids, WaitOptions options, ClientSettings settings) => new(
        ids,
        IsWait: true,
        options.Until is not null,
        IncludeExisting: true,
        options.OutageTimeout,
        options.StallTimeout,
        options.MissingGrace,
        options.Polling ?? settings.Polling)
    {
        WantsProgress = options.Until is not null
            || options.Progress is not null
            || options.OverallProgress is not null
            || options.StallTimeout != Timeout.InfiniteTimeSpan,
    };

    public static SubscriptionOptions ForWatch(IReadOnlyList<string>? ids, WatchOptions options, ClientSettings settings) => new(
        ids,
        IsWait: false,
        HasUntil: false,
        options.IncludeExisting,
        options.OutageTimeout,
        StallTimeout: Timeout.InfiniteTimeSpan,
        MissingGrace: Timeout.InfiniteTimeSpan,
        options.Polling ?? settings.Polling)
    {
        EndedSince = options.EndedSince,
        WantsProgress = true,
    };
}
