namespace KnowledgeBaseClient;

// Decides when the next poll is due: after the current interval, at the next limit of a wait, or when a subscriber joins, but never before
// a Retry-After has elapsed. The interval grows while nothing changes, and faster while the service refuses requests. Thread-safe.
internal sealed class PollSchedule(TimeProvider time, Func<double> random, TimeSpan retryAfter) : IDisposable
{
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    private const double Growth = 1.5;
    private const double SlowdownFactor = 2;
    private const double GrowthWithEvents = 8;
    private static readonly TimeSpan MaxIntervalWithEvents = TimeSpan.FromSeconds(60);

    // Spreads the polls of clients that started at the same time.
    private const double Jitter = 0.1;

    // Many events in a row need not be many polls.
    private static readonly TimeSpan MinTimeBetweenHints = TimeSpan.FromMilliseconds(250);

    private readonly object _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private TaskCompletionSource _wakeSignal = NewSignal();
    private bool _isSlowedDown;
    private TimeSpan _due = retryAfter;
    private TimeSpan _notBefore = retryAfter;
    private bool _isWakeRequested;
    private bool _hadEvents;
    private TimeSpan _lastPoll;

    // By when a hint asks for a poll that begins after it. A poll that is in progress may be too early.
    private TimeSpan _hinted = TimeSpan.MaxValue;

    // Lets a simulated clock wait for the poller to wake up.
    private IDisposable? _waking;
    private bool _isWaiting;

    // Since this object was created.
    public TimeSpan Elapsed => time.GetElapsedTime(_origin);

    // Between polls. Zero until the first poll, and after a subscriber has joined.
    public TimeSpan Interval { get; private set; } = TimeSpan.Zero;

    // Until the next poll.
    public TimeSpan TimeLeft
    {
        get
        {
            lock (_lock)
            {
                return TimeSpans.Max(_due - Elapsed, TimeSpan.Zero);
            }
        }
    }

    public bool IsDue
    {
        get
        {
            lock (_lock)
            {
                return _due <= Elapsed;
            }
        }
    }

    // What is left of a Retry-After, or of the delay after a rate limit without one.
    public TimeSpan RetryAfterLeft
    {
        get
        {
            lock (_lock)
            {
                return TimeSpans.Max(_notBefore - Elapsed, TimeSpan.Zero);
            }
        }
    }

    // For a new subscriber: the next poll is due after this interval at the latest.
    public void RequestBy(TimeSpan interval)
    {
        lock (_lock)
        {
            Interval = _isSlowedDown ? Interval : TimeSpan.Zero;
            _isWakeRequested = false;
            var due = TimeSpans.Max(Elapsed + interval, _notBefore);
            BringForward(due);
        }
    }

    // For an event of a run: a poll that begins after it is due within this time. The intervals stay as they are.
    public void PollWithin(TimeSpan delay)
    {
        lock (_lock)
        {
            var due = TimeSpans.Max(Elapsed + delay, _lastPoll + MinTimeBetweenHints);
            _hinted = TimeSpans.Min(_hinted, TimeSpans.Max(due, _notBefore));
            BringForward(_hinted);
        }
    }

    // Ends the delay now, so that the poller sees that it has no subscription left.
    public void Wake()
    {
        lock (_lock)
        {
            _isWakeRequested = true;
            SetWakeSignal();
        }
    }

    public void ScheduleNext(Poll poll, PollOutlook outlook, PollingOptions polling, TimeSpan timeToLimit)
    {
        lock (_lock)
        {
            // Double the interval after each 429 without Retry-After.
            _isSlowedDown = poll.Failures.Exists(static failure => failure is RateLimitedException { RetryAfter: null or { Ticks: <= 0 } });
            Interval = _isSlowedDown
                ? TimeSpans.Min(TimeSpans.Max(Interval, polling.InitialInterval) * SlowdownFactor, polling.MaxInterval)
                : NextInterval(outlook, polling);
            _hadEvents = outlook.HasEvents;
            _lastPoll = Elapsed;
            var delay = Interval * (1 - Jitter + (2 * Jitter * random()));
            _notBefore = Elapsed + TimeSpans.Max(_isSlowedDown ? delay : TimeSpan.Zero, RetryAfterOf(poll));
            _due = TimeSpans.Max(TimeSpans.Min(Elapsed + TimeSpans.Min(delay, timeToLimit), _hinted), _notBefore);
        }
    }

    // For a poll that was canceled: its Retry-After outlives it.
    public void Honor(Poll poll)
    {
        lock (_lock)
        {
            _notBefore = TimeSpans.Max(_notBefore, Elapsed + RetryAfterOf(poll));
            _due = TimeSpans.Max(_due, _notBefore);
        }
    }

    public async Task WaitUntilDueAsync()
    {
        while (NextDelay(out var woken) is { } delay)
        {
            using var delayCancellation = new CancellationTokenSource();
            await Task.WhenAny(Task.Delay(delay, time, delayCancellation.Token), woken).ConfigureAwait(false);
            await delayCancellation.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isWaiting = false;
            _waking?.Dispose();
            _waking = null;
        }
    }

    // Null when the next poll is due.
    private TimeSpan? NextDelay(out Task woken)
    {
        lock (_lock)
        {
            var left = _due - Elapsed;
            var isDue = left <= TimeSpan.Zero || _isWakeRequested;
            _isWakeRequested = false;
            _wakeSignal = NewSignal();
            woken = _wakeSignal.Task;
            _hinted = isDue ? TimeSpan.MaxValue : _hinted;
            _isWaiting = !isDue;
            _waking?.Dispose();
            _waking = null;

            // Task.Delay truncates to whole milliseconds: rounded up, it never ends early.
            return isDue ? null : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        }
    }

    // The longest one delays the whole poller.
    private static TimeSpan RetryAfterOf(Poll poll) => poll.Failures
        .OfType<KnowledgeBaseApiException>()
        .Select(failure => TimeSpans.Min(failure.RetryAfter ?? TimeSpan.Zero, MaxDelay))
        .DefaultIfEmpty(TimeSpan.Zero)
        .Max();

    private TimeSpan NextInterval(PollOutlook outlook, PollingOptions polling)
    {
        if (outlook.HasEvents)
        {
            var longest = TimeSpans.Max(polling.MaxInterval, MaxIntervalWithEvents);
            return TimeSpans.Min(TimeSpans.Max(Interval * GrowthWithEvents, polling.InitialInterval), longest);
        }

        if (outlook.Forecast is { } forecast && !_hadEvents)
        {
            return TimeSpans.Max(forecast, polling.InitialInterval);
        }

        return outlook.HasChanges || _hadEvents || Interval == TimeSpan.Zero
            ? polling.InitialInterval
            : TimeSpans.Min(Interval * Growth, polling.MaxInterval);
    }

    private void BringForward(TimeSpan due)
    {
        if (due < _due)
        {
            _due = due;
            SetWakeSignal();
        }
    }

    private void SetWakeSignal()
    {
        _waking = _isWaiting ? _waking ?? time.BeginWork() : null;
        _wakeSignal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
