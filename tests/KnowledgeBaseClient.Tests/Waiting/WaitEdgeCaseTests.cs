using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Waits at the edges: none, twice, very many, and a client or a caller that goes away.</summary>
public sealed class WaitEdgeCaseTests : WaitingFixture
{
    [Test]
    public async Task WaitForAllAsync_IdsRepeated_AreAskedForAndReturnedOnce()
    {
        Service.Set("a", "completed");
        Service.Set("b", "completed");

        var runs = await Soon(Client.WaitForAllAsync("kb", ["b", "a", "b"]));

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["b", "a"]));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=b,a"]));
    }

    [Test]
    public async Task WaitForAllAsync_NoIds_ReturnsAtOnceWithoutARequest()
    {
        var all = Client.WaitForAllAsync("kb", []);

        Assert.That(all.IsCompleted, Is.True);
        Assert.That(await all, Is.Empty);
        Assert.That(await Soon(Read(Client.WaitForEachAsync("kb", [])).Next), Is.False);
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_ClockJumpsForAMonth_GoesOnWithTheNextPoll()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await PauseAsync();

        Clock.Advance(TimeSpan.FromDays(30));
        await PauseAsync();
        Service.Set("a", "completed");
        await BeginPollAsync();

        await Soon(wait);
        Assert.That(Service.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForCompletionAsync_WallClockIsSet_ChangesNothing([Values(-30, 30)] int days)
    {
        var clock = new WallClock(Clock);
        Use(time: clock);
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { StallTimeout = TimeSpan.FromMinutes(10) });
        await PauseAsync();

        clock.Offset = TimeSpan.FromDays(days);
        await PollForAsync(TimeSpan.FromMinutes(5));
        Service.Set("a", "completed");
        await BeginPollAsync();

        await Soon(wait);
    }

    [Test]
    public async Task Dispose_WhileWaitsAndWatchesRun_EndsThemWithObjectDisposedException()
    {
        Service.Set("a", "running");
        var waits = new List<Task> { Client.WaitForCompletionAsync("kb", "a"), Client.WaitForAllAsync("kb", ["a", "b"]) };
        var each = Read(Client.WaitForEachAsync("kb", ["a"]));
        await PauseAsync();
        var watch = Read(Client.WatchAsync("kb"));
        await PollAsync();
        await watch.TakeAsync();
        waits.AddRange([each.Next, watch.Next]);

        Client.Dispose();

        foreach (var wait in waits)
        {
            await FailureOf<ObjectDisposedException>(wait);
        }

        await Clock.DisarmedAsync();
        var requests = Service.Requests.Count;
        Clock.Advance(AnHour);
        Assert.That(Service.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task Dispose_WhileTheServiceHangs_EndsTheWaitAtOnce()
    {
        Service.Gate = new TaskCompletionSource().Task;
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await Service.RequestedAsync(1);

        Client.Dispose();

        await FailureOf<ObjectDisposedException>(wait);
    }

    [Test]
    public async Task Dispose_BeforeAWaitBegins_RefusesIt()
    {
        var each = Client.WaitForEachAsync("kb", ["a"]);
        var watch = Client.WatchAsync("kb");

        Client.Dispose();

        await FailureOf<ObjectDisposedException>(Read(each).Next);
        await FailureOf<ObjectDisposedException>(Read(watch).Next);
        await FailureOf<ObjectDisposedException>(Client.WaitForCompletionAsync("kb", "a"));
        await FailureOf<ObjectDisposedException>(Client.WaitForAllAsync("kb", ["a"]));
        Assert.That(() => Client.WatchAsync("kb"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_Cancelled_IsTheCallersOwnCancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var waits = new List<Task> { Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token) };
        waits.Add(Client.WaitForAllAsync("kb", ["a"], cancellationToken: cancellation.Token));
        waits.Add(Read(Client.WaitForEachAsync("kb", ["a"], cancellationToken: cancellation.Token)).Next);
        waits.Add(Read(Client.WatchAsync("kb"), cancellation.Token).Next);
        await PauseAsync();

        await cancellation.CancelAsync();

        foreach (var wait in waits)
        {
            Assert.That((await FailureOf<OperationCanceledException>(wait)).CancellationToken, Is.EqualTo(cancellation.Token));
        }
    }

    [Test]
    public async Task WaitForCompletionAsync_CancelledBeforeItBegins_SendsNothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        Task[] waits = [Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancelled), Read(Client.WatchAsync("kb"), cancelled).Next];

        foreach (var wait in waits)
        {
            Assert.That((await FailureOf<OperationCanceledException>(wait)).CancellationToken, Is.EqualTo(cancelled));
        }

        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_TenThousandAtOnce_CostNoMoreRequestsAPollThanTheirIdsFill()
    {
        var ids = Ids(10_000);
        var threads = ThreadPool.ThreadCount;
        foreach (var id in ids)
        {
            Service.Set(id, "awaiting_human_feedback");
        }

        var waits = ids.Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();
        await PauseAsync();
        await PollAsync();
        var poll = await PollAsync();
        var threadsMore = ThreadPool.ThreadCount - threads;
        foreach (var id in ids)
        {
            Service.Set(id, "completed");
        }

        var last = await PollToTheEndAsync(Task.WhenAll(waits));

        Assert.That(poll, Has.Count.EqualTo(100));
        Assert.That(poll.SelectMany(IdsIn), Is.EquivalentTo(ids));
        Assert.That(last, Is.EqualTo(100));
        Assert.That(threadsMore, Is.LessThan(100));
    }

    private async Task<int> PollToTheEndAsync(Task waits)
    {
        var before = Service.Requests.Count;
        await BeginPollAsync();
        await waits.WaitAsync(TimeSpan.FromSeconds(60));
        return Service.Requests.Count - before;
    }

    // Only the time of day can be set: timers and elapsed time go on.
    private sealed class WallClock(TimeProvider clock) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
