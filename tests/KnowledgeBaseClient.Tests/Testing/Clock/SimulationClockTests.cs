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
            // Not posted to the thread pool by NUnit, so that it continues within the callback of the timer.
            await Task.Delay(TimeSpan.FromMinutes(minutes), clock).ConfigureAwait(false);
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
