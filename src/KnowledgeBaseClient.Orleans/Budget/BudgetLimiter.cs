using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Delays the requests of a process until each has a token. Thread-safe.
internal sealed class BudgetLimiter : IDisposable
{
    // A process that is frozen once does not slow down the others.
    private const int MaxLateGrants = 3;

    private readonly TimeProvider _time;
    private readonly BudgetMetrics _metrics;
    private readonly BudgetSource _source;
    private readonly BudgetLanes _lanes;
    private readonly long _startedAt;
    private int _lateGrants;
    private volatile bool _disposed;

    public BudgetLimiter(
        BudgetSettings settings,
        Func<BudgetRequest, Task<BudgetGrant>> callGrain,
        TimeProvider time,
        BudgetMetrics metrics,
        ILogger logger)
    {
        (_time, _metrics, _startedAt) = (time, metrics, time.GetTimestamp());
        _source = new BudgetSource(settings, callGrain, time, logger);
        _lanes = new BudgetLanes(knowledgeBase => _ = DetachedTask.Run(() => PumpAsync(knowledgeBase)));
    }

    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    // Completes when a request may be sent, which it must be at once.
    public async Task WaitAsync(string knowledgeBase, CancellationToken cancellationToken)
    {
        var queuedAt = Now;
        var token = await _lanes.WaitAsync(knowledgeBase, isFirst: false, cancellationToken).ConfigureAwait(false);
        while (!TryUse(token))
        {
            token = await _lanes.WaitAsync(knowledgeBase, isFirst: true, cancellationToken).ConfigureAwait(false);
        }

        _metrics.AddDelay(Now - queuedAt);
    }

    public void Dispose()
    {
        _disposed = true;
        _lanes.Close(new ObjectDisposedException(nameof(IRunsClient)));
        _source.Dispose();
    }

    // One call at a time for a knowledge base, while requests are queued.
    private async Task PumpAsync(string knowledgeBase)
    {
        while (!_disposed && _lanes.CountOrEnd(knowledgeBase) is > 0 and var queued)
        {
            var askedAt = Now;
            if (await _source.AskAsync(knowledgeBase, queued).ConfigureAwait(false) is { Tokens: > 0 } grant)
            {
                var token = new BudgetToken(askedAt + grant.Held, grant.Lifetime);
                if (TryUse(token))
                {
                    _lanes.Grant(knowledgeBase, grant.Tokens, token);
                }
            }
        }
    }

    private bool TryUse(BudgetToken token)
    {
        var now = Now;
        var age = now - token.GrantedAfter;
        if (!token.IsUsable(now))
        {
            if (Interlocked.Increment(ref _lateGrants) >= MaxLateGrants)
            {
                _source.Delay = age;
            }

            return false;
        }

        _lateGrants = 0;
        if (age < BudgetLimits.MinLifetime / 2)
        {
            _source.Delay = TimeSpan.Zero;
        }

        return true;
    }
}
