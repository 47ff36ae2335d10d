using System.Collections.Concurrent;

namespace KnowledgeBaseClient.Tests.Robustness.ResourceLeaks;

/// <summary>
/// The system clock, with weak references to the state of every timer. For a timeout, the state is the cancellation source of a call or an
/// attempt, which stays alive if a registration on a token is leaked.
/// </summary>
internal sealed class TimerTrackingClock : TimeProvider
{
    private readonly ConcurrentQueue<WeakReference> _timerStates = new();

    public IReadOnlyCollection<WeakReference> TimerStates => [.. _timerStates];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timerStates.Enqueue(new WeakReference(state));
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
