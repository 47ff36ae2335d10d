using System.Diagnostics;

namespace KnowledgeBaseClient.Testing;

// What happens on a clock: the timers that are armed, and whether code is at work, so that time must not pass. Thread-safe.
internal sealed class ClockActivity
{
    // Real time after which code that does not wait again, such as a test that has received its result, is taken for idle.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    // The same for a client that works without any sign of it, such as one whose handler waits for a delay on this clock.
    private static readonly TimeSpan WorkGrace = TimeSpan.FromSeconds(2);

    private readonly object _lock = new();
    private readonly HashSet<ClockTimer> _armed = [];
    private long _version;
    private int _delays;
    private int _holds;

    // Pollers of clients that do not wait, less the requests whose response is delayed.
    private int _working;

    // A delay has ended, and no code has taken over since.
    private bool _hasEndedDelay;

    public void BeginWork()
    {
        lock (_lock)
        {
            _working++;
            _hasEndedDelay = false;
            _version++;
            _lastWork = Stopwatch.GetTimestamp();
        }
    }

    public void EndWork()
    {
        lock (_lock)
        {
            _working--;
            _version++;
        }
    }

    // A response has arrived, and its client has neither started nor stopped a timer.
    private bool _hasResponse;
    private long _lastWork;

    // Changes with everything that happens.
    public long Version
    {
        get
        {
            lock (_lock)
            {
                return _version;
            }
        }
    }

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

    public bool IsBusy
    {
        get
        {
            lock (_lock)
            {
                var elapsed = Stopwatch.GetElapsedTime(_lastWork);
                if (elapsed >= Grace)
                {
                    (_hasEndedDelay, _hasResponse) = (false, false);
                }

                return _hasEndedDelay || _hasResponse || (_working > 0 && elapsed < WorkGrace);
            }
        }
    }

    // The time of the next timer, at most this one.
    public DateTimeOffset NextDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            foreach (var timer in _armed)
            {
                end = timer.Due < end ? timer.Due : end;
            }

            return end;
        }
    }

    public static Task GraceAsync() => Task.Delay(Grace);

    public void Hold()
    {
        lock (_lock)
        {
            _holds++;
            _hasEndedDelay = false;
            _version++;
        }
    }

    public void Release()
    {
        lock (_lock)
        {
            _holds--;
            _version++;
        }
    }

    // A response has arrived, or a part of its body was read.
    public void AddResponse()
    {
        lock (_lock)
        {
            _hasResponse = true;
            _version++;
            _lastWork = Stopwatch.GetTimestamp();
        }
    }

    public void Arm(ClockTimer timer)
    {
        lock (_lock)
        {
            _delays += _armed.Add(timer) && timer.IsDelay ? 1 : 0;
            _hasEndedDelay &= !timer.IsDelay;
            _hasResponse = false;
            _version++;
        }
    }

    public void Disarm(ClockTimer timer, bool hasFired)
    {
        lock (_lock)
        {
            _delays -= _armed.Remove(timer) && timer.IsDelay ? 1 : 0;
            if (hasFired && timer.IsDelay)
            {
                _hasEndedDelay = true;
                _lastWork = Stopwatch.GetTimestamp();
            }

            _hasResponse = false;
            _version++;
        }
    }
}
