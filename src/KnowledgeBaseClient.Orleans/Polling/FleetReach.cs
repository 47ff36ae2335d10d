namespace KnowledgeBaseClient;

// Since when calls to the cluster have failed. A new poller need not find out again that the whole cluster is out of reach. Thread-safe.
internal sealed class FleetReach(TimeProvider time, FleetReach? others = null)
{
    private readonly object _lock = new();
    private long? _since;

    // Null while the cluster is within reach.
    public TimeSpan? UnreachableFor
    {
        get
        {
            TimeSpan? own;
            lock (_lock)
            {
                own = _since is { } since ? time.GetElapsedTime(since) : null;
            }

            return own is null || others?.UnreachableFor is not { } other || other < own ? own : other;
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
