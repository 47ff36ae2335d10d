namespace KnowledgeBaseClient;

// The poller's state of one run, and the subscriptions that name its id. Guarded by the poller's lock.
internal sealed class TrackedRun(string id)
{
    private ProgressEstimator? _estimator;

    public string Id { get; } = id;

    public List<IPollSubscriber> Subscriptions { get; } = [];

    public RunSummary? Last { get; private set; }

    public TimeSpan? TimeLeft { get; private set; }

    // On the clock of the poller; null if it cannot be estimated.
    public TimeSpan? ExpectedEnd { get; private set; }

    // The last request for it did not list it.
    public bool IsMissing { get; set; }

    // A list of queued or running runs would not contain it. A run that was never requested counts as queued or running.
    public bool HasOtherStatus => Last is { } last ? last.Status != RunStatus.Queued && last.Status != RunStatus.Running : IsMissing;

    // Must be polled: a subscription names it, and it has not been seen to finish.
    public bool IsOpen => Subscriptions.Count > 0;

    // True if it differs from the last state.
    public bool Update(RunSummary summary, TimeSpan now)
    {
        IsMissing = false;
        if (summary.Equals(Last))
        {
            return false;
        }

        Last = summary;
        TimeLeft = (_estimator ??= new ProgressEstimator()).Add(now, summary);
        ExpectedEnd = now + TimeLeft;
        return true;
    }

    // True if it was listed before.
    public bool MarkVanished()
    {
        var wasListed = Last is not null;
        (Last, TimeLeft, ExpectedEnd) = (null, null, null);
        return wasListed;
    }
}
