using Microsoft.Extensions.Time.Testing;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// A fake clock that records the timers of the code under test. A test waits until a timer is armed before it advances the clock,
/// so that it never advances too early.
/// </summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly object _lock = new();
    private readonly List<TimeSpan> _history = [];
    private readonly List<ArmedTimer> _armed = [];
    private readonly List<Waiter> _waiters = [];
    private readonly TimeSpan _realTimeout;
    private TaskCompletionSource? _disarmed;

    /// <param name="realTimeout">The real time after which a method of this clock fails. The default is 30 s.</param>
    public TestClock(TimeSpan? realTimeout = null) => _realTimeout = realTimeout ?? RealTime.Limit;

    /// <summary>Every due time that a timer was armed with so far, oldest first, except zero and infinite ones.</summary>
    public IReadOnlyList<TimeSpan> Armed
    {
        get
        {
            lock (_lock)
            {
                return [.. _history];
            }
        }
    }

    /// <summary>Completes when a matching timer is armed, and neither fired nor stopped. Returns its due time.</summary>
    /// <param name="due">Matches the due time that the timer was armed with, not the remaining time. Must not use the clock.</param>
    public async Task<TimeSpan> ArmedAsync(Func<TimeSpan, bool> due)
    {
        var waiter = new Waiter(due);
        lock (_lock)
        {
            if (_armed.Find(timer => due(timer.Due)) is { } armed)
            {
                return armed.Due;
            }

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Task.WaitAsync(_realTimeout);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
                var armed = _armed.Count == 0 ? "none" : string.Join(", ", _armed.Select(timer => timer.Due));
                throw new TimeoutException($"No timer with a matching due time was armed within {_realTimeout}; armed now: {armed}.");
            }
        }
    }

    /// <summary>Completes when no timer is armed. From then on, advancing the clock has no effect.</summary>
    public async Task DisarmedAsync()
    {
        TaskCompletionSource disarmed;
        lock (_lock)
        {
            if (_armed.Count == 0)
            {
                return;
            }

            disarmed = _disarmed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await disarmed.Task.WaitAsync(_realTimeout);
    }

    /// <summary>Completes when timers have been armed this many times with this due time, whether or not they are still armed.</summary>
    public async Task ArmedTimesAsync(TimeSpan due, int times)
    {
        var seen = 0;
        var waiter = new Waiter(armed => armed == due && ++seen == times);
        lock (_lock)
        {
            if (_history.Exists(waiter.Matches))
            {
                return;
            }

            _waiters.Add(waiter);
        }

        await waiter.Task.WaitAsync(_realTimeout);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new RecordedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Record(ArmedTimer timer)
    {
        lock (_lock)
        {
            _history.Add(timer.Due);
            if (!timer.IsDisarmed)
            {
                _armed.Add(timer);
            }

            foreach (var waiter in _waiters.FindAll(waiter => waiter.Matches(timer.Due)))
            {
                _waiters.Remove(waiter);
                waiter.Complete(timer.Due);
            }
        }
    }

    private void Disarm(ArmedTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisarmed = true;
            _armed.Remove(timer);
            if (_armed.Count == 0)
            {
                _disarmed?.TrySetResult();
                _disarmed = null;
            }
        }
    }

    private ITimer CreateFakeTimer(TimerCallback callback, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, null, dueTime, period);

    private sealed class Waiter(Func<TimeSpan, bool> due)
    {
        private readonly TaskCompletionSource<TimeSpan> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<TimeSpan> Task => _completion.Task;

        public bool Matches(TimeSpan armed) => due(armed);

        public void Complete(TimeSpan armed) => _completion.TrySetResult(armed);
    }

    // Each call of Change creates a new underlying timer, so that a late callback of the previous one is not mistaken for the new one's.
    private sealed class RecordedTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly object _lock = new();
        private ArmedTimer? _current;
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var next = new ArmedTimer(clock, dueTime, period);
            ArmedTimer? previous;
            lock (_lock)
            {
                if (_disposed)
                {
                    return false;
                }

                (previous, _current) = (_current, next);
            }

            previous?.Stop();
            next.Start(callback, state);
            return true;
        }

        public void Dispose()
        {
            ArmedTimer? last;
            lock (_lock)
            {
                _disposed = true;
                (last, _current) = (_current, null);
            }

            last?.Stop();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class ArmedTimer(TestClock clock, TimeSpan due, TimeSpan period)
    {
        private readonly object _lock = new();
        private ITimer? _timer;
        private bool _stopped;

        public TimeSpan Due => due;

        public bool IsDisarmed { get; set; }

        public void Start(TimerCallback callback, object? state)
        {
            var timer = clock.CreateFakeTimer(
                _ =>
                {
                    if (period <= TimeSpan.Zero)
                    {
                        clock.Disarm(this);
                    }

                    callback(state);
                },
                due,
                period);
            lock (_lock)
            {
                _timer = timer;
                if (_stopped)
                {
                    timer.Dispose();
                }
            }

            // Last, because a test that is notified earlier could advance the clock before the timer exists.
            if (due > TimeSpan.Zero)
            {
                clock.Record(this);
            }
        }

        public void Stop()
        {
            clock.Disarm(this);
            lock (_lock)
            {
                _stopped = true;
                _timer?.Dispose();
            }
        }
    }
}
