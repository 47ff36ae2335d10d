namespace KnowledgeBaseClient;

// Since when calls to the cluster have failed. A new poller need not find out again that the whole cluster is out of reach. Thread-safe.
internal sealed class FleetReach(TimeProvider time, FleetReach? others = null)
{
    private readonly object _lock = new();
    private long? _since;

    // Null while the cluster is within reach. If the calls of all pollers fail, the time of the first one counts.
    public TimeSpan? UnreachableFor => Own is { } own ? TimeSpans.Max(own, others?.UnreachableFor ?? TimeSpan.Zero) : null;

    private TimeSpan? Own
    {
        get
        {
            lock (_lock)
            {
                return _since is { } since ? time.GetElapsedTime(since) : null;
            }
        }
    }

    public void AddSuccess()
    {
        lock (_lock)
        {
            _since = null;
        }

        others?.AddSuccess();
    }

    public void AddFailure(long callStartedAt)
    {
        lock (_lock)
        {
            _since ??= callStartedAt;
        }

        others?.AddFailure(callStartedAt);
    }
}
