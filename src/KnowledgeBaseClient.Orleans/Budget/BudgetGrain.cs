using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;

namespace KnowledgeBaseClient;

// Soft state only: after a failure of its silo, the next call activates it on another, empty.
[Reentrant]
[KeepAlive]
[GrainType("knowledge-base-budget")]
internal sealed class BudgetGrain : Grain, IBudgetGrain
{
    private readonly TimeProvider _time;
    private readonly SiloFailure? _failure;
    private readonly long _startedAt;
    private readonly BudgetLedger _ledger;
    private IGrainTimer? _timer;

    // Null while the timer is not armed.
    private TimeSpan? _timerDue;

    public BudgetGrain(IServiceProvider services)
    {
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _failure = services.GetService<SiloFailure>();
        _startedAt = _time.GetTimestamp();
        _ledger = new BudgetLedger(TimeSpan.Zero);
    }

    private TimeSpan Now => _time.GetElapsedTime(_startedAt);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _timer = this.RegisterGrainTimer(
            OnTimer, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _ledger.Release(Now);
        return Task.CompletedTask;
    }

    public async Task<BudgetGrant> AskAsync(BudgetRequest request)
    {
        // Another silo may have this grain by now.
        if (_failure?.HasOccurred == true)
        {
            throw new FleetUnavailableException("This silo was removed from the cluster, and its host stops.");
        }

        CheckForFreeze();
        var grant = _ledger.Ask(request, Now);
        Run();
        return await grant.ConfigureAwait(true);
    }

    private Task OnTimer()
    {
        CheckForFreeze();
        _timerDue = null;
        Run();
        return Task.CompletedTask;
    }

    private void Run()
    {
        if (_failure?.HasOccurred == true)
        {
            _ledger.Release(Now);
            return;
        }

        var now = Now;
        var due = now + _ledger.Run(now);
        if (due is { } next && (_timerDue is null || next < _timerDue))
        {
            _timerDue = next;
            _timer!.Change(next - now, Timeout.InfiniteTimeSpan);
        }
    }

    private void CheckForFreeze()
    {
        if (Now - _timerDue > BudgetLimits.FrozenAfter)
        {
            _ledger.Empty(Now);
        }
    }
}
