using System.Diagnostics;

namespace KnowledgeBaseClient.Testing;

// The time of a clock, its timers, and whether code is at work, so that time must not pass. Thread-safe: never calls other code.
internal sealed class ClockState(DateTimeOffset start)
{
    // Real time after which the clock does not wait for the callback of a timer any longer: it may itself wait for the clock. Long, because
    // the threads of a busy machine can stop for a while between two callbacks.
    private static readonly TimeSpan CallbackGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GraceCheckInterval = TimeSpan.FromMilliseconds(100);

    private readonly object _lock = new();
    private readonly SortedSet<ClockTimer> _timers = new(ClockTimer.ByDueTime);
    private readonly HashSet<ClientWork> _work = [];

    // Read very often by a client with many runs: without the lock.
    private long _nowTicks = start.UtcTicks;
    private long _version;
    private long _lastTimer;
    private int _delays;
    private int _holds;
    private int _requests;
    private int _delayedResponses;

    // Timers whose callbacks have not returned yet.
    private int _callbacks;
    private long _lastCallback;

    // The last time that code of the test was given something to do: one of its delays has ended, or it has processed a change.
    private long _lastHandOver;

    public DateTimeOffset Now => new(Volatile.Read(ref _nowTicks), TimeSpan.Zero);

    public bool HasDelay
    {
        get
        {
            lock (_lock)
            {
                return _delays > 0;
            }
        }
    }

    // By a test. Requests that are being handled are not included.
    public bool IsHeld
    {
        get
        {
            lock (_lock)
            {
                return _holds > 0;
            }
        }
    }

    public static Task GraceAsync() => Task.Delay(GraceCheckInterval);

    // Changes with everything that happens. IsBusy: code is at work, or code of the test was given something to do less than the pause
    // ago, in real time.
    public (long Version, bool IsBusy) GetActivity(TimeSpan pause = default)
    {
        lock (_lock)
        {
            var isBusy = _requests > 0
                || (_callbacks > 0 && Stopwatch.GetElapsedTime(_lastCallback) < CallbackGrace)
                || (pause > TimeSpan.Zero && Stopwatch.GetElapsedTime(_lastHandOver) < pause)
                || (_work.Count > 0 && _work.Count(static work => work.IsBusy) > _delayedResponses);
            return (_version, isBusy);
        }
    }

    // The time of the next timer, at most this one.
    public DateTimeOffset NextDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            return _timers.Min is { } next && next.Due < end ? next.Due : end;
        }
    }

    // The next timer that is due at this time. The clock is then at its time. Null: the clock is at this time, unless it is later already.
    public ClockTimer? Take(DateTimeOffset target)
    {
        lock (_lock)
        {
            if (_timers.Min is not { } next || next.Due > target)
            {
                AdvanceTo(target);
                return null;
            }

            AdvanceTo(next.Due);
            RemoveTimer(next);
            if (next.Period > TimeSpan.Zero)
            {
                AddTimer(next, next.Due.AddOrMax(next.Period));
            }

            _callbacks++;
            _lastCallback = Stopwatch.GetTimestamp();
            _lastHandOver = next.IsDelay && next.Work is null ? _lastCallback : _lastHandOver;
            return next;
        }
    }

    // False if the timer is disposed. A negative due time, the infinite one, disarms it.
    public bool TryChange(ClockTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            RemoveTimer(timer);
            timer.Period = period;
            if (dueTime >= TimeSpan.Zero && !timer.IsDisposed)
            {
                AddTimer(timer, Now.AddOrMax(dueTime));
            }

            return !timer.IsDisposed;
        }
    }

    public void Dispose(ClockTimer timer)
    {
        lock (_lock)
        {
            RemoveTimer(timer);
            timer.IsDisposed = true;
        }
    }

    public void Hold() => Write(() => _holds++);

    public void Release() => Write(() => _holds--);

    public void BeginRequest() => Write(() => _requests++);

    public void EndRequest() => Write(() => _requests--);

    // The callback of a timer has returned.
    public void EndCallback() => Write(() => _callbacks--);

    public void BeginWork(ClientWork work) => Write(() => _work.Add(work));

    public void EndWork(ClientWork work) => Write(() =>
    {
        _work.Remove(work);
        _lastHandOver = work.IsOfCaller ? Stopwatch.GetTimestamp() : _lastHandOver;
    });

    // Over HTTP: the client waits for the response, whichever client it is.
    public void BeginDelayedResponse() => Write(() => _delayedResponses++);

    public void EndDelayedResponse() => Write(() => _delayedResponses--);

    private void AdvanceTo(DateTimeOffset time) => Volatile.Write(ref _nowTicks, Math.Max(_nowTicks, time.UtcTicks));

    private void Write(Action write)
    {
        lock (_lock)
        {
            write();
            _version++;
        }
    }

    private void AddTimer(ClockTimer timer, DateTimeOffset due)
    {
        (timer.Due, timer.Number) = (due, ++_lastTimer);
        _timers.Add(timer);
        _version++;
        if (timer.IsDelay)
        {
            _delays++;
            if (timer.Work is { } work)
            {
                work.PendingDelays++;
            }
        }
    }

    private void RemoveTimer(ClockTimer timer)
    {
        _version++;
        if (_timers.Remove(timer) && timer.IsDelay)
        {
            _delays--;
            if (timer.Work is { } work)
            {
                work.PendingDelays--;
                work.LastStart = Stopwatch.GetTimestamp();
            }
        }
    }
}
