namespace KnowledgeBaseClient;

// When the next poll is due: after the interval of the moment, when something may have lasted too long, or when someone new has come; but never
// before the service wants it. Thread-safe.
internal sealed class PollSchedule(TimeProvider time, Func<double> random, TimeSpan held)
{
    public static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly object _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly Pace _pace = new(random);
    private TaskCompletionSource _woken = NotWoken();
    private TimeSpan _due = held;
    private TimeSpan _heldUntil = held;
    private bool _cutShort;

    public TimeSpan Now => time.GetElapsedTime(_origin);

    // For how much longer the service wants to be left alone.
    public TimeSpan HeldFor
    {
        get
        {
            lock (_lock)
            {
                return Later(_heldUntil - Now, TimeSpan.Zero);
            }
        }
    }

    // Someone has come who wants the first look after this interval.
    public void RequestBy(TimeSpan interval)
    {
        lock (_lock)
        {
            _pace.Reset();
            _cutShort = false;
            var due = Later(Now + interval, _heldUntil);
            if (due < _due)
            {
                _due = due;
                _woken.TrySetResult();
            }
        }
    }

    // Nobody is left: the pause ends, for the poller to see that.
    public void CutShort()
    {
        lock (_lock)
        {
            _cutShort = true;
            _woken.TrySetResult();
        }
    }

    public void ScheduleNext(PollResult round, bool changed, TimeSpan initial, TimeSpan maximum, TimeSpan limit)
    {
        lock (_lock)
        {
            if (changed)
            {
                _pace.Reset();
            }

            _heldUntil = Now + Held(round, maximum);
            _due = Later(Now + Shorter(_pace.Next(initial, maximum), limit), _heldUntil);
        }
    }

    public async Task PauseAsync()
    {
        while (NextPause(out var woken) is { } pause)
        {
            using var over = new CancellationTokenSource();
            await Task.WhenAny(Task.Delay(pause, time, over.Token), woken).ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
        }
    }

    // Null when the next poll is due.
    private TimeSpan? NextPause(out Task woken)
    {
        lock (_lock)
        {
            var left = _due - Now;
            var isDue = left <= TimeSpan.Zero || _cutShort;
            _cutShort = false;
            _woken = NotWoken();
            woken = _woken.Task;

            // Task.Delay cuts off fractions of a millisecond, which would end it before the time.
            return isDue ? null : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        }
    }

    // A service that asks for patience gets it from the whole poller, and some when it does not say how much.
    private static TimeSpan Held(PollResult round, TimeSpan maximum) => round.Failures
        .OfType<KnowledgeBaseApiException>()
        .Select(failure => failure.RetryAfter ?? (failure is RateLimitedException ? maximum : TimeSpan.Zero))
        .Select(held => Shorter(held, LongestPause))
        .DefaultIfEmpty(TimeSpan.Zero)
        .Max();

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TaskCompletionSource NotWoken() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
