using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing.Clock;

/// <summary>A clock that the test advances.</summary>
public sealed class TimeStepperTests
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    private readonly SimulationClock _clock = new(skipsTime: false);

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
    public async Task Hold_OfAClock_DoesNotStopStepsOfTheTest()
    {
        var clock = new SimulationClock();
        using var hold = clock.Hold();
        var delay = Task.Delay(OneMinute, clock);

        await clock.AdvanceAsync(OneMinute).OrTimeout();

        await delay.OrTimeout();
    }

    [Test]
    public async Task AdvanceAsync_WaitOfAClient_IsCompleteAfterwards()
    {
        var simulator = new KnowledgeBaseSimulator(_clock);
        var id = simulator.KnowledgeBase("kb").AddRun(RunScript.Queued(3 * OneMinute).Completed());
        using var client = simulator.CreateClient();
        var done = 0;
        _ = CountAsync();

        await _clock.AdvanceAsync(2 * OneMinute).OrTimeout();
        Assert.That(done, Is.Zero);
        await _clock.AdvanceAsync(2 * OneMinute).OrTimeout();
        Assert.That(done, Is.EqualTo(1));

        async Task CountAsync()
        {
            await client.WaitForCompletionAsync("kb", id);
            done++;
        }
    }

    [Test]
    public async Task AdvanceUntilAsync_CodeNeedsRealTime_WaitsForIt()
    {
        var done = new TaskCompletionSource();
        var simulator = new KnowledgeBaseSimulator(_clock);
        simulator.KnowledgeBase("kb").AddRun(RunScript.Queued(OneMinute).Completed());
        using var client = simulator.CreateClient();
        _ = WatchAsync();

        // The work of the application ends only when the clock has reached the limit.
        var advanced = _clock.AdvanceUntilAsync(
            () =>
            {
                if (_clock.GetUtcNow() >= RunBuilder.DefaultTime + TimeSpan.FromHours(1))
                {
                    done.TrySetResult();
                }

                return done.Task.IsCompleted;
            },
            TimeSpan.FromHours(1));

        await advanced.OrTimeout();

        async Task WatchAsync()
        {
            await foreach (var change in client.WatchAsync("kb"))
            {
                await done.Task;
            }
        }
    }
}
