using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Where the tokens of a process come from: the grain, or a share of its own while the cluster is out of reach. Thread-safe.
internal sealed class BudgetSource(
    BudgetSettings settings, Func<BudgetRequest, Task<BudgetGrant>> callGrain, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly object _lock = new();
    private readonly Guid _processId = Guid.NewGuid();
    private readonly CancellationTokenSource _closing = new();

    // The start of the first failed call in a row; null if the last one succeeded.
    private long? _failingSince;
    private long _lastSuccess = time.GetTimestamp();
    private LocalBudget? _local;
    private int _processes = 1;
    private int _clusterRate = int.MaxValue;

    // Sent without a token of the grain, and not yet reported to it.
    private int _unreported;

    // Reported to the grain: its tokens live at least as long.
    public TimeSpan Delay { get; set; }

    // Returns null if the cluster is out of reach, after a delay.
    public async Task<BudgetGrant?> AskAsync(string knowledgeBase, int count)
    {
        var askedAt = time.GetTimestamp();
        LocalBudget? local;
        int spent;
        lock (_lock)
        {
            local = _local;
            spent = local is null ? _unreported : 0;
            _unreported -= spent;
        }

        var request = new BudgetRequest
        {
            ProcessId = _processId,
            KnowledgeBaseId = knowledgeBase,
            Count = count,
            Rate = settings.RequestsPerSecond,
            SpentLocally = spent,
            Delay = Delay,
        };
        if (local is not null)
        {
            return await local.AskAsync(request).ConfigureAwait(false);
        }

        try
        {
            var grant = await CallAsync(request, UntilFallback(BudgetLimits.MaxCall)).ConfigureAwait(false);
            AddSuccess(grant);
            return grant;
        }
        catch (Exception failure)
        {
            AddFailure(askedAt, spent, failure);
        }

        await DelayAsync(UntilFallback(BudgetLimits.RetryDelay)).ConfigureAwait(false);
        return null;
    }

    public void Dispose()
    {
        _closing.Cancel();
        lock (_lock)
        {
            _local?.Dispose();
        }
    }

    private async Task<BudgetGrant> CallAsync(BudgetRequest request, TimeSpan limit)
    {
        var call = callGrain(request);
        try
        {
            return await call.WaitAsync(limit, time, _closing.Token).ConfigureAwait(false);
        }
        catch (Exception) when (!call.IsCompleted)
        {
            // Observed, because the call fails later if its silo has failed.
            _ = call.ContinueWith(static late => _ = late.Exception, TaskScheduler.Default);
            throw;
        }
    }

    // At most the limit. No time left starts the fallback with the next failure.
    private TimeSpan UntilFallback(TimeSpan limit)
    {
        lock (_lock)
        {
            if (_failingSince is not { } since || _local is not null)
            {
                return _local is null ? limit : TimeSpan.Zero;
            }

            var left = settings.FallbackAfter - time.GetElapsedTime(since);
            return left > limit ? limit : left > BudgetLimits.MinLifetime ? left : BudgetLimits.MinLifetime;
        }
    }

    private void AddSuccess(BudgetGrant grant)
    {
        lock (_lock)
        {
            (_failingSince, _lastSuccess) = (null, time.GetTimestamp());
            _processes = Math.Max(1, grant.Processes);
            _clusterRate = Math.Max(1, grant.Rate);
        }
    }

    private void AddFailure(long askedAt, int spent, Exception failure)
    {
        int rate;
        LocalBudget local;
        lock (_lock)
        {
            _unreported += spent;

            // A call that fails late has started before the last success.
            _failingSince ??= Math.Max(askedAt, _lastSuccess);
            if (_local is not null || _closing.IsCancellationRequested || time.GetElapsedTime(_failingSince.Value) < settings.FallbackAfter)
            {
                return;
            }

            rate = Math.Max(1, Math.Min(settings.RequestsPerSecond, _clusterRate) / _processes);
            _local = local = new LocalBudget(time, rate);
        }

        BudgetEvents.FallbackStarted(logger, settings.Name, rate, settings.FallbackAfter, $"{failure.GetType().Name}: {failure.Message}");
        _ = DetachedTask.Run(() => ReturnAsync(local));
    }

    // Calls the grain until it responds.
    private async Task ReturnAsync(LocalBudget local)
    {
        var request = new BudgetRequest { ProcessId = _processId, Rate = settings.RequestsPerSecond };
        while (!_closing.IsCancellationRequested)
        {
            await DelayAsync(BudgetLimits.RetryDelay).ConfigureAwait(false);
            var spent = local.Spent;
            try
            {
                AddSuccess(await CallAsync(request with { SpentLocally = spent }, BudgetLimits.MaxCall).ConfigureAwait(false));
            }
            catch (Exception)
            {
                continue;
            }

            lock (_lock)
            {
                _unreported += Math.Max(0, local.Spent - spent);
                _local = null;
            }

            local.Dispose();
            BudgetEvents.FallbackEnded(logger, settings.Name);
            return;
        }
    }

    private async Task DelayAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop of the caller ends.
        }
    }
}
