namespace KnowledgeBaseClient.Testing;

// A timer of a SimulationClock.
internal sealed class ClockTimer(SimulationClock clock, ClockState clockState, TimerCallback callback, object? state) : ITimer
{
    public static IComparer<ClockTimer> ByDueTime { get; } = Comparer<ClockTimer>.Create(static (one, other) =>
        one.Due == other.Due ? one.Number.CompareTo(other.Number) : one.Due.CompareTo(other.Due));

    // The runtime passes the CancellationTokenSource as the state of its timeout. A timeout ends a wait for something else; everything else
    // is a delay: something happens when it ends.
    public bool IsDelay { get; } = state is not CancellationTokenSource;

    // The work of a client that waits for this timer. Null for code of the test.
    public ClientWork? Work { get; init; }

    // These are guarded by the state of the clock.
    public DateTimeOffset Due { get; set; }

    public TimeSpan Period { get; set; }

    // Timers that are due at the same time fire in the order in which they were armed.
    public long Number { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var isChanged = clockState.TryChange(this, dueTime, period);
        clock.OnTimerChanged(isDue: isChanged && dueTime == TimeSpan.Zero);
        return isChanged;
    }

    public void Fire() => callback(state);

    public void Dispose()
    {
        clockState.Dispose(this);
        clock.OnTimerChanged(isDue: false);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
