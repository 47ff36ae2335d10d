namespace KnowledgeBaseClient.Testing;

// A timer of a SimulationClock that knows when it is due next.
internal sealed class ClockTimer(SimulationClock clock, TimerCallback callback, object? state) : ITimer
{
    private readonly object _lock = new();
    private ITimer? _timer;
    private TimeSpan _period;
    private long _dueTicks;
    private bool _isArmed;

    // A timeout ends a wait for something else. Everything else is a delay: something happens when it ends.
    public bool IsDelay { get; } = state is not CancellationTokenSource;

    // Read by the clock under its own lock, so not under the one of this timer.
    public DateTimeOffset Due => new(Volatile.Read(ref _dueTicks), TimeSpan.Zero);

    public void Start(ITimer timer, TimeSpan dueTime, TimeSpan period)
    {
        _timer = timer;
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ITimer? timer;
        lock (_lock)
        {
            timer = _timer;
            if (timer is null)
            {
                return false;
            }

            _period = period;
            _isArmed = dueTime >= TimeSpan.Zero;
            if (_isArmed)
            {
                Volatile.Write(ref _dueTicks, (clock.GetUtcNow() + dueTime).UtcTicks);
            }
        }

        if (dueTime < TimeSpan.Zero)
        {
            clock.Disarm(this);
            return timer.Change(dueTime, period);
        }

        // The clock may skip to this timer as soon as it is armed, so the underlying timer comes first.
        var isChanged = timer.Change(dueTime, period);
        lock (_lock)
        {
            if (!_isArmed)
            {
                // Fired meanwhile, such as a timer that is due immediately.
                return isChanged;
            }

            clock.Arm(this);
        }

        return isChanged;
    }

    public void Fire(object? unused)
    {
        lock (_lock)
        {
            // A callback that comes late, after the timer was changed, does not end the new delay.
            if (_isArmed && Due <= clock.GetUtcNow())
            {
                _isArmed = _period > TimeSpan.Zero;
                if (_isArmed)
                {
                    Volatile.Write(ref _dueTicks, (Due + _period).UtcTicks);
                }
                else
                {
                    clock.Disarm(this, hasFired: true);
                }
            }
        }

        callback(state);
    }

    public void Dispose()
    {
        ITimer? timer;
        lock (_lock)
        {
            (timer, _timer) = (_timer, null);
            _isArmed = false;
        }

        clock.Disarm(this);
        timer?.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
