namespace KnowledgeBaseClient.Testing;

/// <summary>
/// A fake clock that skips time: as soon as the code under test only waits for a delay, the clock advances to the end of that delay.
/// </summary>
/// <remarks>
/// <para>
/// An hour of polling takes milliseconds. The clock advances only while a delay is pending, such as a <c>Task.Delay</c> or a
/// <see cref="PeriodicTimer"/> on this clock, and neither a request of a simulator on this clock nor a poll of its client is in progress. A
/// <see cref="CancellationTokenSource"/> with a timeout is not a delay: the clock does not advance because of it, but cancels it when time
/// has passed it. <c>Task.WaitAsync</c> with a timeout on this clock counts as a delay.
/// </para>
/// <para>
/// Of other code the clock knows only its timers. It also waits for code that processes a change of a run, for at most 0.1 s of real time.
/// To control time in steps, create the clock with <c>skipsTime: false</c> and call <see cref="AdvanceAsync"/> or
/// <see cref="AdvanceUntilAsync"/>. Thread-safe.
/// </para>
/// </remarks>
public sealed class SimulationClock : TimeProvider, IWorkObserver
{
    private readonly object _advancing = new();
    private readonly ClockState _state;
    private readonly AsyncLocal<ClientWork?> _work = new();
    private readonly TimeStepper _stepper;
    private readonly TimeSkipper? _skipper;

    /// <summary>Creates a clock that starts at midnight (UTC) on January 1, 2026.</summary>
    /// <param name="skipsTime">Whether the clock skips time by itself.</param>
    public SimulationClock(bool skipsTime = true)
        : this(RunBuilder.DefaultTime, skipsTime)
    {
    }

    /// <summary>Creates a clock that starts at a certain time.</summary>
    /// <param name="start">The time at which the clock starts.</param>
    /// <param name="skipsTime">Whether the clock skips time by itself.</param>
    public SimulationClock(DateTimeOffset start, bool skipsTime = true)
    {
        _state = new ClockState(start.ToUniversalTime());
        _stepper = new TimeStepper(this, _state);
        _skipper = skipsTime ? new TimeSkipper(this, _state) : null;
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Gets the time zone of the clock.</summary>
    /// <value><see cref="TimeZoneInfo.Utc"/>.</value>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    // The time limit of a simulator applies only to a clock that skips time: a test that advances its clock cannot wait forever.
    internal bool IsSkipping => _skipper is not null;

    /// <summary>Returns the time of the clock.</summary>
    /// <returns>A time with the offset zero.</returns>
    public override DateTimeOffset GetUtcNow() => _state.Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _state.Now.Ticks;

    /// <summary>Stops the clock from skipping time, for example while a test prepares runs during a wait.</summary>
    /// <returns>Disposing it lets the clock continue. Nested calls are counted.</returns>
    public IDisposable Hold()
    {
        // Excludes a step that is in progress.
        lock (_advancing)
        {
            _state.Hold();
        }

        return new ClockHold(this);
    }

    /// <summary>Advances the clock at once. Timers that are due fire in order, each at its time.</summary>
    /// <param name="duration">The time to advance by.</param>
    /// <remarks>
    /// Code that starts its next delay only after this method has returned misses the time: use <see cref="AdvanceAsync"/> for such code.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="duration"/> is negative, or the time is later than the year 9999.
    /// </exception>
    public void Advance(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        lock (_advancing)
        {
            AdvanceTo(EndOf(duration));
        }
    }

    /// <summary>
    /// Advances the clock step by step: to each timer that is due within this time, and to its end. After each step, the code under test
    /// can react.
    /// </summary>
    /// <param name="duration">The time to advance by.</param>
    /// <param name="cancellationToken">Cancels the call between two steps.</param>
    /// <returns>
    /// A task that completes when the clock has advanced and the client is idle, and code that processes its changes has had up to 0.1 s of
    /// real time for each. Code that waits for something else than this clock, such as a file, may need longer: use
    /// <see cref="AdvanceUntilAsync"/> then.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="duration"/> is negative, or the time is later than the year 9999.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task AdvanceAsync(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        await _stepper.AdvanceToAsync(EndOf(duration), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Advances the clock step by step, from timer to timer, until a condition is true.</summary>
    /// <param name="condition">The condition. It is called before the first step and after each step.</param>
    /// <param name="limit">The simulated time after which the call fails; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Cancels the call between two steps.</param>
    /// <returns>A task that completes when the condition is true.</returns>
    /// <remarks>
    /// Code that waits for something else than this clock, such as a file, may need real time: at the limit, the call waits for up to five
    /// seconds of real time before it fails.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="condition"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is negative.</exception>
    /// <exception cref="TimeoutException">The condition is not true within <paramref name="limit"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (limit != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.Zero);
        }

        if (!await _stepper.TryAdvanceUntilAsync(condition, GetUtcNow().AddOrMax(limit), cancellationToken).ConfigureAwait(false))
        {
            throw new TimeoutException($"The condition is still false after {limit} of simulated time.");
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ClockTimer(this, _state, callback, state) { Work = _work.Value };
        timer.Change(dueTime, period);
        return timer;
    }

    IDisposable IWorkObserver.BeginWork(bool isOfCaller)
    {
        var work = new ClientWork(_state, () => _skipper?.SkipSoon(), isOfCaller);
        _state.BeginWork(work);
        return work;
    }

    void IWorkObserver.EnterWork(IDisposable work) => _work.Value = (ClientWork)work;

    internal void EndHold()
    {
        _state.Release();
        _skipper?.SkipSoon();
    }

    internal void BeginRequest() => _state.BeginRequest();

    internal void EndRequest()
    {
        _state.EndRequest();
        _skipper?.SkipSoon();
    }

    internal async Task DelayResponseAsync(Task delay)
    {
        _state.BeginDelayedResponse();
        _skipper?.SkipSoon();
        try
        {
            await delay.ConfigureAwait(false);
        }
        finally
        {
            _state.EndDelayedResponse();
        }
    }

    // A timer without delay fires at once, as with the system clock on another thread.
    internal void OnTimerChanged(bool isDue)
    {
        if (isDue)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static clock => clock.Advance(TimeSpan.Zero), this, preferLocal: false);
        }

        _skipper?.SkipSoon();
    }

    // Those that are due next, all at the same time. The caller fires them. A hold that has begun meanwhile wins.
    internal List<ClockTimer> TakeNextTimers()
    {
        var timers = new List<ClockTimer>();
        lock (_advancing)
        {
            var target = _state.NextDue(DateTimeOffset.MaxValue);
            while (target < DateTimeOffset.MaxValue && !_state.IsHeld && _state.Take(target) is { } timer)
            {
                timers.Add(timer);
            }
        }

        return timers;
    }

    internal void AdvanceToNextTimer(DateTimeOffset end)
    {
        lock (_advancing)
        {
            AdvanceTo(_state.NextDue(end));
        }
    }

    private void AdvanceTo(DateTimeOffset target)
    {
        while (_state.Take(target) is { } timer)
        {
            Fire(timer);
        }
    }

    internal void Fire(ClockTimer timer)
    {
        try
        {
            timer.Fire();
        }
        finally
        {
            _state.EndCallback();
            _skipper?.SkipSoon();
        }
    }

    private DateTimeOffset EndOf(TimeSpan duration)
    {
        var now = GetUtcNow();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, DateTimeOffset.MaxValue - now);
        return now + duration;
    }
}
