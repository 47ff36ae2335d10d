using Microsoft.Extensions.Time.Testing;

namespace KnowledgeBaseClient.Consumers.Fakes;

#region fast-clock
/// <summary>
/// A fake clock that advances only while the client waits for its next poll or retry: these delays elapse immediately. It is for code that
/// makes one call at a time: while one call polls, the limits of another one would elapse.
/// </summary>
/// <param name="longestDelay">
/// The default is 1 minute. All polling intervals and retry delays of the test must be at most this long, and all its timeouts longer.
/// </param>
internal sealed class FastClock(TimeSpan? longestDelay = null) : FakeTimeProvider
{
    private readonly TimeSpan _longestDelay = longestDelay ?? TimeSpan.FromMinutes(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= _longestDelay)
        {
            _ = Task.Run(() => Advance(dueTime));
        }

        return timer;
    }
}
#endregion
