using Microsoft.Extensions.Time.Testing;

namespace KnowledgeBaseClient.Consumers.Fakes;

#region fast-clock
/// <summary>
/// A fake clock that advances only while the client waits for its next poll or retry: these delays elapse immediately. It is for code that
/// makes one call at a time: while one call polls, the limits of another one would elapse.
/// </summary>
internal sealed class FastClock : FakeTimeProvider
{
    // The client's polling intervals and retry delays are shorter, its limits are longer.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= LongestDelay)
        {
            _ = Task.Run(() => Advance(dueTime));
        }

        return timer;
    }
}
#endregion
