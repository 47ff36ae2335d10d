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

        var hold = clock.Hold();
        var delays = Task.WhenAll(DelayAsync(30), DelayAsync(1), DelayAsync(5), DelayAsync(1));
        hold.Dispose();
        await delays.OrTimeout();

        Assert.That(ends, Is.EqualTo((double[])[1, 1, 5, 30]));
    }

    [Test]
    public async Task Skipping_TimeoutWithoutDelay_DoesNotElapse()
    {
        var clock = new SimulationClock();
        var start = clock.GetUtcNow();
        using var timeout = new CancellationTokenSource(OneMinute, clock);

        await GiveTimeToSkipAsync();
        Assert.That(clock.GetUtcNow(), Is.EqualTo(start));
        await Task.Delay(2 * OneMinute, clock).OrTimeout();
        Assert.That(timeout.IsCancellationRequested, Is.True);
    }

    [Test]
    public async Task Skipping_PeriodicTimer_TicksAtEachPeriod()
    {
        var clock = new SimulationClock();
        var start = clock.GetUtcNow();
        var minutes = new List<double>();
        var done = new TaskCompletionSource();
        using var timer = clock.CreateTimer(
            _ =>
            {
                minutes.Add((clock.GetUtcNow() - start).TotalMinutes);
                if (minutes.Count == 5)
                {
                    done.SetResult();
                }
            },
            null,
            2 * OneMinute,
            OneMinute);

        await done.Task.OrTimeout();

        Assert.That(minutes.Take(5), Is.EqualTo((double[])[2, 3, 4, 5, 6]));
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

        await GiveTimeToSkipAsync();

        Assert.That(delay.IsCompleted, Is.False);
        outer.Dispose();
        await delay.OrTimeout();
    }

    [Test]
    public async Task Hold_OfAClock_DoesNotStopStepsOfTheTest()
    {
        var clock = new SimulationClock();
        using var hold = clock.Hold();
        var delay = Task.Delay(OneMinute, clock);

        await clock.AdvanceAsync(OneMinute).OrTimeout();

        await delay.OrTimeout();
    }

    [Test]
    public async Task Dispose_OfAPendingTimer_RemovesItsTime()
    {
        var clock = new SimulationClock(skipsTime: false);
        var start = clock.GetUtcNow();
        using var cancellation = new CancellationTokenSource();
        var canceled = Task.Delay(OneMinute, clock, cancellation.Token);
        var longer = Task.Delay(10 * OneMinute, clock);
        await cancellation.CancelAsync();
        var times = new List<TimeSpan>();

        await clock.AdvanceUntilAsync(
            () =>
            {
                times.Add(clock.GetUtcNow() - start);
                return longer.IsCompleted;
            },
            TimeSpan.FromHours(1)).OrTimeout();

        Assert.That(canceled.IsCanceled, Is.True);
        Assert.That(times, Is.EqualTo((TimeSpan[])[TimeSpan.Zero, 10 * OneMinute]));
    }

    [Test]
    public void Advance_SeveralTimers_FireInOrderEachAtItsTime()
    {
        var clock = new SimulationClock(skipsTime: false);
        var start = clock.GetUtcNow();
        var fired = new List<string>();
        using var periodic = clock.CreateTimer(state => Record("periodic"), null, OneMinute, OneMinute);
        using var second = clock.CreateTimer(state => Record("second"), null, 2 * OneMinute, Timeout.InfiniteTimeSpan);

        clock.Advance(3 * OneMinute);

        Assert.That(fired, Is.EqualTo((string[])["periodic 1", "second 2", "periodic 2", "periodic 3"]));

        void Record(string name) => fired.Add($"{name} {(clock.GetUtcNow() - start).TotalMinutes}");
    }

    [Test]
    public void Advance_CallbackAdvancesAndChangesItsTimer_Returns()
    {
        var clock = new SimulationClock(skipsTime: false);
        var start = clock.GetUtcNow();
        var fired = 0;
        ITimer? timer = null;
        timer = clock.CreateTimer(
            _ =>
            {
                if (++fired < 5)
                {
                    clock.Advance(TimeSpan.FromSeconds(1));
                    timer!.Change(OneMinute, OneMinute);
                }
            },
            null,
            OneMinute,
            OneMinute);

        clock.Advance(10 * OneMinute);
        timer.Dispose();

        Assert.That(fired, Is.EqualTo(9));
        Assert.That(clock.GetUtcNow() - start, Is.EqualTo(10 * OneMinute));
        Assert.That(timer.Change(OneMinute, OneMinute), Is.False);
    }

    [Test]
    public async Task CreateTimer_WithoutDelay_FiresAtOnce()
    {
        var clock = new SimulationClock(skipsTime: false);
        var fired = new TaskCompletionSource();

        using var timer = clock.CreateTimer(_ => fired.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task.OrTimeout();
    }

    [Test]
    public async Task Skipping_ApiKeyProviderDelaysOnTheClock_DoesNotHang()
    {
        var simulator = new KnowledgeBaseSimulator();
        var id = simulator.KnowledgeBase("kb").AddRun(RunScript.Queued().Completed());
        using var client = simulator.CreateClient(options =>
        {
            options.ApiKey = null;
            options.ApiKeyProvider = async cancellationToken =>
            {
                await Task.Delay(OneMinute, simulator.Clock, cancellationToken);
                return simulator.ApiKey!;
            };
        });

        Assert.That((await client.WaitForCompletionAsync("kb", id).OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
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

    // More turns of the thread pool than the clock waits for.
    private static async Task GiveTimeToSkipAsync()
    {
        for (var turn = 0; turn < 100; turn++)
        {
            await PoolTurns.NextAsync();
        }
    }
}
