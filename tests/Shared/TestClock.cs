using Microsoft.Extensions.Time.Testing;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>A fake clock that tells a test when the code under test has gone to sleep, so that no advance comes too early.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly object _lock = new();
    private readonly List<TimeSpan> _history = [];
    private readonly List<Arming> _live = [];
    private readonly List<Waiter> _waiters = [];
    private readonly TimeSpan _patience;
    private TaskCompletionSource? _disarmed;

    /// <param name="patience">Real time after which a wait is given up; 30 s when left out.</param>
    public TestClock(TimeSpan? patience = null) => _patience = patience ?? TimeSpan.FromSeconds(30);

    /// <summary>Every due time a timer was armed with so far, oldest first; due times of zero and infinite ones are no waits.</summary>
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

    /// <summary>Completes with the due time of a matching timer once one is armed, and neither fired nor stopped.</summary>
    /// <param name="due">Decides on the due time as it was given to the timer, not on what is left of it; must not use the clock.</param>
    public async Task<TimeSpan> ArmedAsync(Func<TimeSpan, bool> due)
    {
        var waiter = new Waiter(due);
        lock (_lock)
        {
            if (_live.Find(arming => due(arming.Due)) is { } armed)
            {
                return armed.Due;
            }

            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Task.WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
                var armed = _live.Count == 0 ? "none" : string.Join(", ", _live.Select(arming => arming.Due));
                throw new TimeoutException($"No timer with such a due time was armed within {_patience} of real time; armed now: {armed}.");
            }
        }
    }

    /// <summary>Completes once no timer is armed: then nothing happens however far the clock goes.</summary>
    public async Task DisarmedAsync()
    {
        TaskCompletionSource disarmed;
        lock (_lock)
        {
            if (_live.Count == 0)
            {
                return;
            }

            disarmed = _disarmed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await disarmed.Task.WaitAsync(_patience);
    }

    /// <summary>Completes once timers have been armed this often with this due time, whether or not they are still.</summary>
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

        await waiter.Task.WaitAsync(_patience);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new RecordedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Record(Arming arming)
    {
        lock (_lock)
        {
            _history.Add(arming.Due);
            if (!arming.IsOver)
            {
                _live.Add(arming);
            }

            foreach (var waiter in _waiters.FindAll(waiter => waiter.Matches(arming.Due)))
            {
                _waiters.Remove(waiter);
                waiter.Complete(arming.Due);
            }
        }
    }

    private void End(Arming arming)
    {
        lock (_lock)
        {
            arming.IsOver = true;
            _live.Remove(arming);
            if (_live.Count == 0)
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

    // Each arming has a timer of its own underneath: a late callback of the one before cannot be taken for its own.
    private sealed class RecordedTimer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private readonly object _lock = new();
        private Arming? _current;
        private bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var next = new Arming(clock, dueTime, period);
            Arming? previous;
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
            Arming? last;
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

    private sealed class Arming(TestClock clock, TimeSpan due, TimeSpan period)
    {
        private readonly object _lock = new();
        private ITimer? _timer;
        private bool _stopped;

        public TimeSpan Due => due;

        public bool IsOver { get; set; }

        public void Start(TimerCallback callback, object? state)
        {
            var timer = clock.CreateFakeTimer(
                _ =>
                {
                    if (period <= TimeSpan.Zero)
                    {
                        clock.End(this);
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

            // Only now: a test that is told earlier could advance the clock past a timer that does not exist yet.
            if (due > TimeSpan.Zero)
            {
                clock.Record(this);
            }
        }

        public void Stop()
        {
            clock.End(this);
            lock (_lock)
            {
                _stopped = true;
                _timer?.Dispose();
            }
        }
    }
}
