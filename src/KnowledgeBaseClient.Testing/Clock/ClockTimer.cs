namespace KnowledgeBaseClient.Testing;

// A timer of a SimulationClock.
internal sealed class ClockTimer(SimulationClock clock, ClockState clockState, TimerCallback callback, object? state) : ITimer
{
    private bool _isDisposed;

    public static IComparer<ClockTimer> ByDueTime { get; } = Comparer<ClockTimer>.Create(static (one, other) =>
        one.Due == other.Due ? one.Number.CompareTo(other.Number) : one.Due.CompareTo(other.Due));

    // The runtime passes the CancellationTokenSource as the state of its timeout. A timeout ends a wait for something else; everything else
    // is a delay: something happens when it ends.
    public bool IsDelay { get; } = state is not CancellationTokenSource;

    // The work of a client that waits for this timer. Null for code of the test.
    public ClientWork? Work { get; init; }

    // These three are guarded by the state of the clock.
    public DateTimeOffset Due { get; set; }

    public TimeSpan Period { get; set; }

    // Timers that are due at the same time fire in the order in which they were armed.
    public long Number { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (Volatile.Read(ref _isDisposed))
        {
            return false;
        }

        if (dueTime < TimeSpan.Zero)
        {
            clockState.Disarm(this);
        }
        else
        {
            clockState.Arm(this, dueTime, period);
        }

        clock.OnTimerChanged(isDue: dueTime == TimeSpan.Zero);
        return true;
    }

    public void Fire() => callback(state);

    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        clockState.Disarm(this);
        clock.OnTimerChanged(isDue: false);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
