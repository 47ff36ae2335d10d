using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Waits measure elapsed time and do not depend on the time of day.</summary>
public sealed class RunWaiterClockTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_ClockJumpsOneMonth_ContinuesWithNextPoll()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        Clock.Advance(TimeSpan.FromDays(30));
        await WaitUntilIdleAsync();
        Service.Set("a", "completed");
        await StartNextPollAsync();

        await wait.OrTimeout();
        Assert.That(Service.Queries, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForCompletionAsync_WallClockChanges_Completes([Values(-30, 30)] int days)
    {
        var clock = new ShiftedWallClock(Clock);
        CreateClient(timeProvider: clock);
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { StallTimeout = TimeSpan.FromMinutes(10) });
        await WaitUntilIdleAsync();

        clock.Offset = TimeSpan.FromDays(days);
        await RunPollsForAsync(TimeSpan.FromMinutes(5));
        Service.Set("a", "completed");
        await StartNextPollAsync();

        await wait.OrTimeout();
    }

    // Shifts the time of day. Timers and elapsed time are unaffected.
    private sealed class ShiftedWallClock(TimeProvider clock) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
