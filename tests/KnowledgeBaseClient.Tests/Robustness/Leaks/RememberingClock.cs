using System.Collections.Concurrent;

namespace KnowledgeBaseClient.Tests.Robustness.Leaks;

/// <summary>
/// The system's clock, which remembers what each timer was made for without keeping it alive: for a deadline, the cancellation source of one call
/// or attempt, to which a registration that was forgotten on a token would lead.
/// </summary>
internal sealed class RememberingClock : TimeProvider
{
    private readonly ConcurrentQueue<WeakReference> _owners = new();

    public IReadOnlyCollection<WeakReference> Owners => [.. _owners];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _owners.Enqueue(new WeakReference(state));
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
