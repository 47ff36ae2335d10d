using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.TestSupport;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class TestClockTests
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);

    [Test]
    public async Task ArmedAsync_TimerArmedEarlier_CompletesImmediately()
    {
        var clock = new TestClock();
        var delay = Task.Delay(TwoSeconds, clock);

        var armed = clock.ArmedAsync(due => due == TwoSeconds);

        Assert.That(armed.IsCompletedSuccessfully);
        clock.Advance(await armed);
        Assert.That(delay.IsCompletedSuccessfully);
    }

    [Test]
    public async Task ArmedAsync_TimerArmedLater_CompletesThen()
    {
        var clock = new TestClock();
        var armed = clock.ArmedAsync(due => due == TwoSeconds);
        using var other = new CancellationTokenSource(OneSecond, clock);
        var before = armed.IsCompleted;

        var delay = Task.Delay(TwoSeconds, clock);

        Assert.That(before, Is.False);
        Assert.That(await armed, Is.EqualTo(TwoSeconds));
        clock.Advance(TwoSeconds);
        Assert.That(delay.IsCompletedSuccessfully);
    }

    [Test]
    public async Task ArmedAsync_DelaysInALoop_AdvancesThroughEachOfThem()
    {
        var clock = new TestClock();
        var loop = Task.Run(async () =>
        {
            for (var i = 1; i <= 50; i++)
            {
                await Task.Delay(TimeSpan.FromSeconds(i), clock);
                await Task.Yield();
            }
        });

        for (var i = 1; i <= 50; i++)
        {
            clock.Advance(await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(i)));
        }

        await loop;
        Assert.That(clock.Armed, Is.EqualTo(Enumerable.Range(1, 50).Select(i => TimeSpan.FromSeconds(i))));
    }

    [Test]
    public void ArmedAsync_TimerFired_WaitsForAnother()
    {
        var clock = new TestClock();
        _ = Task.Delay(OneSecond, clock);
        clock.Advance(OneSecond);

        var armed = clock.ArmedAsync(_ => true);

        Assert.That(armed.IsCompleted, Is.False);
        Assert.That(clock.Armed, Is.EqualTo(new[] { OneSecond }));
    }

    [Test]
    public void ArmedAsync_TimerDisposedOrChanged_WaitsForAnother()
    {
        var clock = new TestClock();
        clock.CreateTimer(_ => { }, null, OneSecond, Timeout.InfiniteTimeSpan).Dispose();
        using var changed = clock.CreateTimer(_ => { }, null, OneSecond, Timeout.InfiniteTimeSpan);
        changed.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        var armed = clock.ArmedAsync(_ => true);

        Assert.That(armed.IsCompleted, Is.False);
    }

    [Test]
    public async Task ArmedAsync_PeriodicTimerFired_IsStillArmed()
    {
        var clock = new TestClock();
        var fired = 0;
        await using var timer = clock.CreateTimer(_ => fired++, null, OneSecond, OneSecond);

        clock.Advance(TwoSeconds);

        Assert.That(clock.ArmedAsync(_ => true).IsCompletedSuccessfully);
        Assert.That(fired, Is.EqualTo(2));
    }

    [Test]
    public async Task ArmedAsync_NeverArmed_ThrowsAndListsTheArmedTimers()
    {
        var clock = new TestClock(realTimeout: TimeSpan.FromMilliseconds(1));
        using var other = new CancellationTokenSource(TwoSeconds, clock);

        await Assert.ThatAsync(
            () => clock.ArmedAsync(due => due == OneSecond),
            Throws.TypeOf<TimeoutException>().With.Message.Contains("armed now: 00:00:02"));
    }

    [Test]
    public void Change_ArmedTimer_FiresOnceAtTheNewTimeAndIsRecorded()
    {
        var clock = new TestClock();
        var states = new List<object?>();
        using var timer = clock.CreateTimer(states.Add, "state", OneSecond, Timeout.InfiniteTimeSpan);

        var changed = timer.Change(TwoSeconds, Timeout.InfiniteTimeSpan);
        clock.Advance(OneSecond);
        var early = states.Count;
        clock.Advance(OneSecond);

        Assert.That(changed);
        Assert.That(early, Is.Zero);
        Assert.That(states.Single(), Is.EqualTo("state"));
        Assert.That(clock.Armed, Is.EqualTo(new[] { OneSecond, TwoSeconds }));
    }

    [Test]
    public void Change_DisposedTimer_ReturnsFalse()
    {
        var clock = new TestClock();
        var timer = clock.CreateTimer(_ => { }, null, OneSecond, Timeout.InfiniteTimeSpan);
        timer.Dispose();

        Assert.That(timer.Change(TwoSeconds, Timeout.InfiniteTimeSpan), Is.False);
        Assert.That(clock.Armed, Is.EqualTo(new[] { OneSecond }));
    }

    [Test]
    public void CreateTimer_DueImmediatelyOrNever_IsNotRecorded()
    {
        var clock = new TestClock();
        var fired = 0;

        using var now = clock.CreateTimer(_ => fired++, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        using var never = clock.CreateTimer(_ => fired++, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Assert.That(fired, Is.EqualTo(1));
        Assert.That(clock.Armed, Is.Empty);
    }
}
