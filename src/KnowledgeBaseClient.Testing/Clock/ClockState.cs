using System.Diagnostics;

namespace KnowledgeBaseClient.Testing;

// The time of a clock, its timers, and whether code is at work, so that time must not pass. Thread-safe: never calls other code.
internal sealed class ClockState(DateTimeOffset start)
{
    // Real time after which code that neither waits nor sends a request is taken for idle.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    // The same for a poller, whose handlers may wait for a delay on this clock.
    private static readonly TimeSpan PollerGrace = TimeSpan.FromSeconds(2);

    private readonly object _lock = new();
    private readonly SortedSet<ClockTimer> _timers = new(ClockTimer.ByDueTime);
    private DateTimeOffset _now = start;
    private long _version;
    private long _lastTimer;
    private int _delays;
    private int _holds;
    private int _requests;
    private int _workingPollers;
    private int _delayedResponses;

    // Delays that have ended, and whose code has not continued yet.
    private int _endedDelays;

    // A response has arrived, and its client has neither started nor stopped a timer.
    private bool _hasResponse;
    private long _lastWork;

    public DateTimeOffset Now => Read(() => _now);

    public bool HasDelay => Read(() => _delays > 0);

    // Of a test. Requests that are being handled are not included.
    public bool IsHeld => Read(() => _holds > 0);

    public static Task GraceAsync() => Task.Delay(Grace);

    // Changes with everything that happens. IsBusy: code is at work.
    public (long Version, bool IsBusy) GetActivity()
    {
        lock (_lock)
        {
            var sinceWork = Stopwatch.GetElapsedTime(_lastWork);
            if (sinceWork >= Grace)
            {
                (_endedDelays, _hasResponse) = (0, false);
            }

            var isPolling = _workingPollers > _delayedResponses && sinceWork < PollerGrace;
            return (_version, _requests > 0 || _endedDelays > 0 || _hasResponse || isPolling);
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
            else if (next.IsDelay)
            {
                _endedDelays++;
                _lastWork = Stopwatch.GetTimestamp();
            }

            return next;
        }
    }

    public void Arm(ClockTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            RemoveTimer(timer);
            timer.Period = period;
            AddTimer(timer, _now.AddOrMax(dueTime));
            _endedDelays -= timer.IsDelay && _endedDelays > 0 ? 1 : 0;
            _hasResponse = false;
        }
    }

    public void Disarm(ClockTimer timer)
    {
        lock (_lock)
        {
            RemoveTimer(timer);
            _hasResponse = false;
        }
    }

    public void Hold() => Write(() => _holds++);

    public void Release() => Write(() => _holds--);

    public void BeginRequest() => Write(() =>
    {
        _requests++;
        _endedDelays -= _endedDelays > 0 ? 1 : 0;
    });

    public void EndRequest() => Write(() => _requests--);

    // A response has arrived, or a part of its body was read.
    public void ReportResponse() => Write(() =>
    {
        _hasResponse = true;
        _lastWork = Stopwatch.GetTimestamp();
    });

    public void BeginWork() => Write(() =>
    {
        _workingPollers++;
        _endedDelays -= _endedDelays > 0 ? 1 : 0;
        _lastWork = Stopwatch.GetTimestamp();
    });

    public void EndWork() => Write(() => _workingPollers--);

    // The client waits for the response, however much it has to do otherwise.
    public void BeginDelayedResponse() => Write(() => _delayedResponses++);

    public void EndDelayedResponse() => Write(() =>
    {
        _delayedResponses--;
        _lastWork = Stopwatch.GetTimestamp();
    });

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
        _delays += timer.IsDelay ? 1 : 0;
        _version++;
    }

    private void RemoveTimer(ClockTimer timer)
    {
        _delays -= _timers.Remove(timer) && timer.IsDelay ? 1 : 0;
        _version++;
    }
}
