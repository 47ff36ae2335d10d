namespace KnowledgeBaseClient;

// The share of this process while the cluster is out of reach. Starts empty. Thread-safe.
internal sealed class LocalBudget : IDisposable
{
    private readonly object _lock = new();
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly int _rate;
    private readonly BudgetLedger _ledger;
    private readonly ITimer _timer;
    private bool _disposed;

    public LocalBudget(TimeProvider time, int rate)
    {
        _time = time;
        _startedAt = time.GetTimestamp();
        _rate = rate;
        _ledger = new BudgetLedger(TimeSpan.Zero);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    // Tokens granted within the last window.
    public int Spent
    {
        get
        {
            lock (_lock)
            {
                return _ledger.Spent(Now);
            }
        }
    }

    public Task<BudgetGrant> AskAsync(BudgetRequest request)
    {
        lock (_lock)
        {
            // After disposal too: the caller then asks the cluster.
            var grant = _ledger.Ask(request with { Rate = _rate, Count = _disposed ? 0 : request.Count, SpentLocally = 0 }, Now);
            Run();
            return grant;
        }
    }

    // Returns the calls that wait, without tokens.
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer.Dispose();
            _ledger.Release(Now);
        }
    }

    private void OnTimer()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                Run();
            }
        }
    }

    private void Run() => _timer.Change(_ledger.Run(Now) ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
