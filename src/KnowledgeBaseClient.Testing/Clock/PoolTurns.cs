namespace KnowledgeBaseClient.Testing;

// Lets other work of the thread pool run first. Most work that was ready before a turn has started by the end of it.
internal static class PoolTurns
{
    private const int QuietTurns = 8;

    // True after some turns in which nothing happened and no code was at work. False as soon as it is not worth waiting for that.
    public static async Task<bool> WaitUntilQuietAsync(ClockState clock, Func<bool> isWorthWaiting, TimeSpan pause = default)
    {
        var (seen, quiet) = (-1L, 0);
        while (quiet < QuietTurns)
        {
            await NextAsync().ConfigureAwait(false);
            if (!isWorthWaiting())
            {
                return false;
            }

            var (version, isBusy) = clock.GetActivity(pause);
            quiet = version == seen && !isBusy ? quiet + 1 : 0;
            seen = version;
        }

        return true;
    }

    // To the end of the shared queue.
    public static Task NextAsync()
    {
        var turn = new TaskCompletionSource();
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }
}
