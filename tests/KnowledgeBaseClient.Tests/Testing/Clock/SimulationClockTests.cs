using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Clock;

public sealed class SimulationClockTests
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    [Test]
    public async Task Skipping_Delays_EndWithoutRealTime()
    {
        var clock = new SimulationClock();
        var start = clock.GetUtcNow();

        await Task.Delay(TimeSpan.FromDays(10), clock).OrTimeout();
        await Task.Delay(OneMinute, clock).OrTimeout();

        Assert.That(clock.GetUtcNow() - start, Is.EqualTo(TimeSpan.FromDays(10) + OneMinute));
    }

    [Test]
    public async Task Skipping_SeveralDelays_EndInOrderEachAtItsTime()
    {
        var clock = new SimulationClock();
        var start = clock.GetUtcNow();
        var ends = new List<double>();

        async Task DelayAsync(double minutes)
        {
            await Task.Delay(TimeSpan.FromMinutes(minutes), clock);
            lock (ends)
            {
                ends.Add((clock.GetUtcNow() - start).TotalMinutes);
            }
        }

        IDisposable hold = clock.Hold();
        var delays = Task.WhenAll(DelayAsync(30), DelayAsync(1), DelayAsync(5), DelayAsync(1));
        hold.Dispose();
        await delays.OrTimeout();

        Assert.That(ends, Is.EqualTo((double[])[1, 1, 5, 30]));
    }

    [Test]
    public async Task Skipping_TimeoutWithoutDelay_DoesNotElapse()
    {
        var clock = new SimulationClock();
        using var timeout = new CancellationTokenSource(OneMinute, clock);
        await Task.Delay(OneMinute / 2, clock).OrTimeout();

        // The clock has no reason to advance, so only a delay takes it past the timeout.
        Assert.That(timeout.IsCancellationRequested, Is.False);
        await Task.Delay(OneMinute, clock).OrTimeout();
        Assert.That(timeout.IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task Skipping_PeriodicTimer_TicksAtItsPeriod()
    {
        var clock = new SimulationClock();
        var start = clock.GetUtcNow();
        using var timer = new PeriodicTimer(OneMinute, clock);

        for (var tick = 1; tick <= 5; tick++)
        {
            Assert.That(await timer.WaitForNextTickAsync().AsTask().OrTimeout(), Is.True);
            Assert.That(clock.GetUtcNow() - start, Is.GreaterThanOrEqualTo(tick * OneMinute));
        }
    }

    [Test]
    public async Task Hold_WhileNotDisposed_StopsTime()
    {
        var clock = new SimulationClock();
        var outer = clock.Hold();
        var inner = clock.Hold();
        var delay = Task.Delay(OneMinute, clock);

        inner.Dispose();
        inner.Dispose();

        Assert.That(delay.IsCompleted, Is.False);
        clock.Advance(OneMinute);
        await delay.OrTimeout();
        outer.Dispose();
    }

    [Test]
    public async Task Dispose_OfAPendingTimer_StopsSkippingToIt()
    {
        var clock = new SimulationClock();
        var start = clock.GetUtcNow();
        var hold = clock.Hold();
        using var cancellation = new CancellationTokenSource();
        var canceled = Task.Delay(OneMinute, clock, cancellation.Token);
        var longer = Task.Delay(10 * OneMinute, clock);
        await cancellation.CancelAsync();
        hold.Dispose();

        await longer.OrTimeout();

        Assert.That(canceled.IsCanceled, Is.True);
        Assert.That(clock.GetUtcNow() - start, Is.EqualTo(10 * OneMinute));
    }

    [Test]
    public async Task AdvanceAsync_CodeThatDelaysAgain_ReactsAtEachStep()
    {
        var clock = new SimulationClock(skipsTime: false);
        var ticks = 0;

        async Task TickAsync()
        {
            while (true)
            {
                await Task.Delay(OneMinute, clock);
                await Task.Yield();
                ticks++;
            }
        }

        _ = TickAsync();
        await clock.AdvanceAsync(5.5 * OneMinute).OrTimeout();

        Assert.That(ticks, Is.EqualTo(5));
        Assert.That(clock.GetUtcNow(), Is.EqualTo(new SimulationClock().GetUtcNow() + (5.5 * OneMinute)));
    }

    [Test]
    public async Task AdvanceUntilAsync_ConditionBecomesTrue_StopsThere()
    {
        var clock = new SimulationClock(skipsTime: false);
        var start = clock.GetUtcNow();
        using var timer = clock.CreateTimer(_ => { }, null, OneMinute, OneMinute);

        await clock.AdvanceUntilAsync(() => clock.GetUtcNow() >= start + (3 * OneMinute), TimeSpan.FromHours(1)).OrTimeout();

        Assert.That(clock.GetUtcNow() - start, Is.EqualTo(3 * OneMinute));
    }

    [Test]
    public async Task AdvanceUntilAsync_ConditionStaysFalse_ThrowsAtTheLimit()
    {
        var clock = new SimulationClock(skipsTime: false);
        var start = clock.GetUtcNow();

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => clock.AdvanceUntilAsync(() => false, OneMinute).OrTimeout());

        Assert.That(failure!.Message, Is.EqualTo("The condition is still false after 00:01:00 of simulated time."));
        Assert.That(clock.GetUtcNow() - start, Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task AdvanceAsync_Canceled_Throws()
    {
        var clock = new SimulationClock(skipsTime: false);

        await Assert.ThatAsync(
            () => clock.AdvanceAsync(OneMinute, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        await Assert.ThatAsync(() => clock.AdvanceAsync(-OneMinute), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // While the client is at work, a delay of another component must not let its time limits elapse.
    [Test]
    public async Task Skipping_OtherComponentsWithDelays_LetTheClientFinishItsPolls()
    {
        var simulator = new KnowledgeBaseSimulator();
        using var client = simulator.CreateClient();
        var waits = new List<Task<IReadOnlyList<Run>>>();
        for (var minute = 0; minute < 30; minute++)
        {
            var ids = simulator.KnowledgeBase("kb").AddRandomRuns(50, 5 * OneMinute, seed: minute);
            waits.Add(client.WaitForAllAsync("kb", ids));
            await Task.Delay(OneMinute, simulator.Clock).OrTimeout();
        }

        var finished = await Task.WhenAll(waits).OrTimeout();

        Assert.That(finished.Sum(runs => runs.Count), Is.EqualTo(1500));
    }
}
