namespace KnowledgeBaseClient;

// A budget: who asks, and who gets how many tokens when. It starts empty. Its owner calls Run after each Ask, and again after the time that
// Run returns. Times are those of one monotonic clock. Not thread-safe.
internal sealed class BudgetLedger(TimeSpan createdAt)
{
    private readonly BudgetProcesses _processes = new();
    private readonly BudgetQueue _queue = new();
    private readonly TokenPacer _pacer = new(rate: 1, createdAt);

    // No round before, so that a round has tokens for several calls.
    private TimeSpan _nextRound = createdAt;

    public Task<BudgetGrant> Ask(BudgetRequest request, TimeSpan now)
    {
        _processes.Add(request, now);
        _pacer.Rate = _processes.Rate;
        _pacer.Lifetime = _processes.Lifetime;
        if (request.SpentLocally > 0)
        {
            _pacer.Record(request.SpentLocally, now);
        }

        var ask = new BudgetAsk(request, now);
        if (request.Count <= 0)
        {
            Complete([ask], now);
        }
        else if (_queue.Add(ask) is { } replaced)
        {
            Complete([replaced], now);
        }

        return ask.Grant;
    }

    // Grants what can be granted now. Returns when to run again, or null if no call is held.
    public TimeSpan? Run(TimeSpan now)
    {
        if (now >= _nextRound && _pacer.Available(now) is > 0 and var available && !_queue.IsEmpty)
        {
            var served = _queue.Serve(available);
            _pacer.Take(served.Sum(ask => ask.Tokens), now);

            // Without unmet demand, the next request gets its token at once.
            var isSaturated = !_queue.IsEmpty || served.Any(ask => ask.Tokens < ask.Request.Count);
            _nextRound = isSaturated ? now + BudgetLimits.Step : now;
            Complete(served, now);
        }

        Complete(_queue.RemoveAskedBefore(now - BudgetLimits.MaxHold), now);
        return _queue.OldestAskedAt is { } oldest ? TimerDue(Earlier(oldest + BudgetLimits.MaxHold, NextRound(now)) - now) : null;
    }

    // After a pause in which another ledger may have granted.
    public void Empty(TimeSpan now) => _pacer.Empty(now);

    // Tokens granted within the last window.
    public int Spent(TimeSpan now) => _pacer.Spent(now);

    // Returns all held calls without tokens.
    public void Release(TimeSpan now) => Complete(_queue.RemoveAskedBefore(now), now);

    private TimeSpan NextRound(TimeSpan now)
    {
        var next = now + _pacer.NextIn(now);
        return next > _nextRound ? next : _nextRound;
    }

    private void Complete(IReadOnlyCollection<BudgetAsk> asks, TimeSpan now)
    {
        foreach (var ask in asks)
        {
            ask.Complete(new BudgetGrant
            {
                Held = now - ask.AskedAt,
                Lifetime = _pacer.Lifetime,
                Processes = _processes.Count,
                Rate = _processes.Rate,
            });
        }
    }

    // Timers have a resolution of 1 ms. One that fires too early would fire again and again.
    private static TimeSpan TimerDue(TimeSpan due) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(due.TotalMilliseconds)));

    private static TimeSpan Earlier(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
