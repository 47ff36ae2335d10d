namespace KnowledgeBaseClient;

// What a poll is to find out, as of its start. OpenIds: in the order in which they were subscribed to. IncludesAllRuns: a watch needs all
// runs, so one unfiltered request serves every subscription. OtherStatusCount: open runs that no list of queued or running runs contains.
// StartedAt: a timestamp of the client's clock.
internal sealed record PollInput(
    int Number, IReadOnlyList<string> OpenIds, bool IncludesAllRuns, int OtherStatusCount, int MaxConcurrentRequests, long StartedAt)
{
    // Whether the service has listed the run before.
    public Func<string, bool> WasListed { get; init; } = static _ => false;

    public static PollInput Of(SubscriptionTable subscriptions, int number, long startedAt) => new(
        number,
        [.. subscriptions.OpenIds],
        subscriptions.IncludesAllRuns,
        subscriptions.OtherStatusCount,
        subscriptions.Subscriptions.Max(subscription => subscription.Options.Polling.MaxConcurrentRequests),
        startedAt);
}
