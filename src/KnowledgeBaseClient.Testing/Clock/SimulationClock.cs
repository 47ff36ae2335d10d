using Microsoft.Extensions.Time.Testing;

namespace KnowledgeBaseClient.Testing;

/// <summary>
/// A fake clock that skips time: as soon as the code under test only waits for a delay, the clock advances to the end of that delay.
/// </summary>
/// <remarks>
/// <para>
/// An hour of polling takes milliseconds. The clock advances only while a delay is pending, such as a <see cref="Task.Delay(TimeSpan)"/> or
/// a <see cref="PeriodicTimer"/> on this clock, and no request is being handled by a simulator on this clock. A
/// <see cref="CancellationTokenSource"/> with a timeout is not a delay: the clock does not advance because of it, but cancels it when time
/// has passed it. <c>Task.WaitAsync</c> with a timeout on this clock counts as a delay.
/// </para>
/// <para>
/// Time also passes while other code of the test runs, if a delay is pending at the same time. To control time in steps, create the clock
/// with <c>skipsTime: false</c> and call <see cref="AdvanceAsync"/> or <see cref="AdvanceUntilAsync"/>. Thread-safe.
/// </para>
/// </remarks>
public sealed class SimulationClock : FakeTimeProvider, IWorkObserver
{
    private readonly ClockActivity _activity = new();
    private readonly TimeSkipper? _skipper;

    /// <summary>Creates a clock that starts at midnight (UTC) on January 1, 2000.</summary>
    /// <param name="skipsTime">Whether the clock skips time by itself.</param>
    public SimulationClock(bool skipsTime = true) => _skipper = skipsTime ? new TimeSkipper(this, _activity) : null;

    /// <summary>Creates a clock that starts at a certain time.</summary>
    /// <param name="start">The time at which the clock starts.</param>
    /// <param name="skipsTime">Whether the clock skips time by itself.</param>
    public SimulationClock(DateTimeOffset start, bool skipsTime = true)
        : base(start) => _skipper = skipsTime ? new TimeSkipper(this, _activity) : null;

    /// <summary>Gets a value indicating whether the clock skips time by itself.</summary>
    public bool SkipsTime => _skipper is not null;

    /// <summary>Stops the clock from skipping time, for example while a test prepares runs during a wait.</summary>
    /// <returns>Disposing it lets the clock continue. Nested calls are counted.</returns>
    public IDisposable Hold()
    {
        BeginHold();
        return new ClockHold(this);
    }

    /// <summary>
    /// Advances the clock step by step: to each timer that is due within this time, and to its end. After each step, the code under test
    /// can react.
    /// </summary>
    /// <param name="duration">The time to advance by.</param>
    /// <param name="cancellationToken">Cancels the call between two steps.</param>
    /// <returns>A task that completes when the clock has advanced and the code under test is idle.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task AdvanceAsync(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var end = GetUtcNow() + duration;
        do
        {
            await SettleAsync(cancellationToken).ConfigureAwait(false);
            AdvanceToNextTimer(end);
        }
        while (GetUtcNow() < end);

        await SettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Advances the clock step by step, from timer to timer, until a condition is true.</summary>
    /// <param name="condition">The condition. It is called after each step.</param>
    /// <param name="limit">The simulated time after which the call fails.</param>
    /// <param name="cancellationToken">Cancels the call between two steps.</param>
    /// <returns>A task that completes when the condition is true.</returns>
    /// <exception cref="TimeoutException">The condition is not true within <paramref name="limit"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var end = GetUtcNow() + limit;
        await SettleAsync(cancellationToken).ConfigureAwait(false);
        while (!condition())
        {
            if (GetUtcNow() >= end)
            {
                throw new TimeoutException($"The condition is still false after {limit} of simulated time.");
            }

            // Code that has not started its next delay would miss the rest of the time.
            if (!_activity.HasDelay)
            {
                await ClockActivity.GraceAsync().ConfigureAwait(false);
            }

            AdvanceToNextTimer(end);
            await SettleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ClockTimer(this, callback, state);
        timer.Start(base.CreateTimer(timer.Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan), dueTime, period);
        return timer;
    }

    void IWorkObserver.BeginWork() => _activity.BeginWork();

    void IWorkObserver.EndWork()
    {
        _activity.EndWork();
        _skipper?.SkipSoon();
    }

    internal void BeginHold() => _activity.Hold();

    internal void EndHold()
    {
        _activity.Release();
        _skipper?.SkipSoon();
    }

    internal void AddResponse() => _activity.AddResponse();

    internal void Arm(ClockTimer timer)
    {
        _activity.Arm(timer);
        _skipper?.SkipSoon();
    }

    internal void Disarm(ClockTimer timer, bool hasFired = false)
    {
        _activity.Disarm(timer, hasFired);
        _skipper?.SkipSoon();
    }

    // At most to this time. It stays where it is if there is neither a timer nor an end.
    internal void AdvanceToNextTimer(DateTimeOffset end)
    {
        var next = _activity.NextDue(end);
        if (next > GetUtcNow() && next < DateTimeOffset.MaxValue)
        {
            Advance(next - GetUtcNow());
        }
    }

    // Returns when the code under test has been idle for some turns of the thread pool.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var (seen, quiet) = (-1L, 0);
        while (quiet < PoolTurn.Quiet)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await PoolTurn.NextAsync().ConfigureAwait(false);
            var isQuiet = seen == _activity.Version && !_activity.IsHeld && !_activity.IsBusy;
            (seen, quiet) = (_activity.Version, isQuiet ? quiet + 1 : 0);
        }
    }
}
