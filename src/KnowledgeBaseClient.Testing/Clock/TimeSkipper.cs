using System.Runtime.ExceptionServices;

namespace KnowledgeBaseClient.Testing;

// Advances a clock from timer to timer while code only waits for delays. At most one loop does so at a time: it ends when it cannot
// continue, and starts again with the next timer, the end of a request, or the end of the grace. Thread-safe.
internal sealed class TimeSkipper(SimulationClock clock, ClockState state)
{
    // Real time that code of the test gets when one of its delays has ended. Test frameworks post its continuation to the thread pool,
    // whose threads a busy machine can stop.
    private static readonly TimeSpan HandOverPause = TimeSpan.FromMilliseconds(1);

    private int _isRunning;
    private int _isGraceScheduled;

    public void SkipSoon()
    {
        if (CanSkip() && Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(SkipAsync);
            }
        }
    }

    private async Task SkipAsync()
    {
        while (await PoolTurns.WaitUntilQuietAsync(state, CanSkip, HandOverPause).ConfigureAwait(false))
        {
            var timers = clock.TakeNextTimers();

            // A callback may block until time passes: another loop can take over.
            Volatile.Write(ref _isRunning, 0);
            timers.ForEach(Fire);
            if (Interlocked.Exchange(ref _isRunning, 1) == 1)
            {
                return;
            }
        }

        Volatile.Write(ref _isRunning, 0);

        // What has happened between the last look and the end of the loop did not start another one.
        SkipSoon();
    }

    private void Fire(ClockTimer timer)
    {
        try
        {
            clock.Fire(timer);
        }
        catch (Exception failure)
        {
            // Unhandled, as with the system clock.
            ThreadPool.QueueUserWorkItem(static failure => failure.Throw(), ExceptionDispatchInfo.Capture(failure), preferLocal: false);
        }
    }

    private bool CanSkip()
    {
        if (state.IsHeld || !state.HasDelay)
        {
            return false;
        }

        if (!state.GetActivity().IsBusy)
        {
            return true;
        }

        if (Interlocked.Exchange(ref _isGraceScheduled, 1) == 0)
        {
            _ = SkipAfterGraceAsync();
        }

        return false;
    }

    private async Task SkipAfterGraceAsync()
    {
        await ClockState.GraceAsync().ConfigureAwait(false);
        Volatile.Write(ref _isGraceScheduled, 0);
        SkipSoon();
    }
}
