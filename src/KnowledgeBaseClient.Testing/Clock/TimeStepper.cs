using System.Diagnostics;

namespace KnowledgeBaseClient.Testing;

// Advances a clock from timer to timer for a test, and lets the code under test react to each.
internal sealed class TimeStepper(SimulationClock clock, ClockState state)
{
    // Real time that code of the test gets to continue, in the middle and at the end.
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(20);

    // Real time in which code must start its next delay.
    private static readonly TimeSpan DelayLimit = TimeSpan.FromMilliseconds(100);

    // Real time that code gets that waits for something else than this clock, such as a file.
    private static readonly TimeSpan RealTimeLimit = TimeSpan.FromSeconds(5);

    public async Task AdvanceToAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        await SettleAsync(ShortPause, cancellationToken).ConfigureAwait(false);
        clock.AdvanceToNextTimer(end);
        while (clock.GetUtcNow() < end)
        {
            await SettleAsync(ShortPause, cancellationToken).ConfigureAwait(false);
            await WaitForDelayAsync(cancellationToken).ConfigureAwait(false);
            clock.AdvanceToNextTimer(end);
        }

        await SettleAsync(LongPause, cancellationToken).ConfigureAwait(false);
    }

    // False if the condition does not become true until then.
    public async Task<bool> TryAdvanceUntilAsync(Func<bool> condition, DateTimeOffset end, CancellationToken cancellationToken)
    {
        await SettleAsync(ShortPause, cancellationToken).ConfigureAwait(false);
        while (!condition())
        {
            if (clock.GetUtcNow() >= end)
            {
                return await BecomesTrueInRealTimeAsync(condition, cancellationToken).ConfigureAwait(false);
            }

            await WaitForDelayAsync(cancellationToken).ConfigureAwait(false);
            clock.AdvanceToNextTimer(end);
            await SettleAsync(ShortPause, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    // Code that has not started its next delay yet would miss the rest of the time.
    private async Task WaitForDelayAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!state.HasDelay && Stopwatch.GetElapsedTime(start) < DelayLimit)
        {
            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SettleAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        bool IsWorthWaiting() => !cancellationToken.IsCancellationRequested;
        while (!await PoolTurns.WaitUntilQuietAsync(state, IsWorthWaiting, pause).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static async Task<bool> BecomesTrueInRealTimeAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > RealTimeLimit)
            {
                return false;
            }

            await Task.Delay(1, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
