namespace KnowledgeBaseClient.Testing;

// Advances a clock from timer to timer while code only waits for delays. At most one loop does so at a time: it ends when it cannot
// continue, and starts again with the next timer, the end of a request, or the end of the grace. Thread-safe.
internal sealed class TimeSkipper(SimulationClock clock, ClockActivity activity)
{
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
        while (await IsQuietAsync().ConfigureAwait(false))
        {
            clock.AdvanceToNextTimer(DateTimeOffset.MaxValue);
        }

        Volatile.Write(ref _isRunning, 0);

        // What has happened between the last look and the end of the loop did not start another one.
        SkipSoon();
    }

    // False as soon as the clock cannot skip. True after some turns of the thread pool in which nothing happened.
    private async Task<bool> IsQuietAsync()
    {
        var (seen, quiet) = (-1L, 0);
        while (quiet < PoolTurn.Quiet)
        {
            await PoolTurn.NextAsync().ConfigureAwait(false);
            if (!CanSkip())
            {
                return false;
            }

            (seen, quiet) = (activity.Version, seen == activity.Version ? quiet + 1 : 0);
        }

        return true;
    }

    private bool CanSkip()
    {
        if (activity.IsHeld || !activity.HasDelay)
        {
            return false;
        }

        if (!activity.IsBusy)
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
        await ClockActivity.GraceAsync().ConfigureAwait(false);
        Volatile.Write(ref _isGraceScheduled, 0);
        SkipSoon();
    }
}
