namespace KnowledgeBaseClient;

// What the poller knows of one run, and who wants to hear of it by its id. Guarded by the poller's lock.
internal sealed class TrackedRun(string id)
{
    private ProgressEstimator? _track;

    public string Id { get; } = id;

    public List<Subscription> Subscriptions { get; } = [];

    public RunSummary? Last { get; private set; }

    public TimeSpan? TimeLeft { get; private set; }

    // Worth asking for by its id: someone waits for it, and it has not been seen to end.
    public bool IsOpen => Subscriptions.Count > 0;

    // True when it differs from what was last seen.
    public bool See(RunSummary summary, TimeSpan now)
    {
        if (summary.Equals(Last))
        {
            return false;
        }

        Last = summary;
        TimeLeft = (_track ??= new ProgressEstimator()).Add(now, summary);
        return true;
    }

    // True when it had been there.
    public bool Vanish()
    {
        var wasThere = Last is not null;
        (Last, TimeLeft) = (null, null);
        return wasThere;
    }
}
