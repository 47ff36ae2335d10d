using System.Diagnostics;

namespace KnowledgeBaseClient.Testing;

// The time of a clock, its timers, and whether code is at work, so that time must not pass. Thread-safe: never calls other code.
internal sealed class ClockState(DateTimeOffset start)
{
    // Real time after which the clock does not wait for the callback of a timer any longer: it may itself wait for the clock.
    private static readonly TimeSpan CallbackGrace = TimeSpan.FromMilliseconds(100);

    // Real time that code of the test gets to continue after one of its delays.
    private static readonly TimeSpan PauseAfterDelay = TimeSpan.FromMilliseconds(2);

    private readonly object _lock = new();
    private readonly SortedSet<ClockTimer> _timers = new(ClockTimer.ByDueTime);
    private readonly HashSet<ClientWork> _work = [];
    private DateTimeOffset _now = start;
    private long _version;
    private long _lastTimer;
    private int _delays;
    private int _holds;
    private int _requests;
    private int _delayedResponses;

    // Timers whose callbacks have not returned yet.
    private int _callbacks;
    private long _lastCallback;

    // The end of the last delay that is not one of a client.
    private long _lastDelay;

    public DateTimeOffset Now => Read(() => _now);

    public bool HasDelay => Read(() => _delays > 0);

    // Of a test. Requests that are being handled are not included.
    public bool IsHeld => Read(() => _holds > 0);

    public static Task GraceAsync() => Task.Delay(CallbackGrace);

    // Changes with everything that happens. IsBusy: code is at work.
    public (long Version, bool IsBusy) GetActivity(bool isPausing = false)
    {
        lock (_lock)
        {
            var isBusy = _requests > 0
                || (_callbacks > 0 && Stopwatch.GetElapsedTime(_lastCallback) < CallbackGrace)
                || (isPausing && Stopwatch.GetElapsedTime(_lastDelay) < PauseAfterDelay)
                || _work.Count(work => work.IsBusy) > _delayedResponses;
            return (_version, isBusy);
        }
    }

    // The time of the next timer, at most this one.
    public DateTimeOffset NextDue(DateTimeOffset end) => Read(() => _timers.Min is { } next && next.Due < end ? next.Due : end);

    // The next timer that is due at this time. The clock is then at its time. Null: the clock is at this time, unless it is later already.
    public ClockTimer? Take(DateTimeOffset target)
    {
        lock (_lock)
        {
            if (_timers.Min is not { } next || next.Due > target)
            {
                _now = target > _now ? target : _now;
                return null;
            }

            _now = next.Due > _now ? next.Due : _now;
            RemoveTimer(next);
            if (next.Period > TimeSpan.Zero)
            {
                AddTimer(next, next.Due.AddOrMax(next.Period));
            }

            _callbacks++;
            _lastCallback = Stopwatch.GetTimestamp();
            _lastDelay = next.IsDelay && next.Work is null ? _lastCallback : _lastDelay;
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
                AddTimer(timer, _now.AddOrMax(dueTime));
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

    public void EndWork(ClientWork work) => Write(() => _work.Remove(work));

    // Over HTTP: the client waits for the response, whichever client it is.
    public void BeginDelayedResponse() => Write(() => _delayedResponses++);

    public void EndDelayedResponse() => Write(() => _delayedResponses--);

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

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
