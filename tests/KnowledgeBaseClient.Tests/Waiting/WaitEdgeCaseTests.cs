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

        var runs = await Client.WaitForAllAsync("kb", ["b", "a", "b"]).OrTimeout();

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["b", "a"]));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=b,a"]));
    }

    [Test]
    public async Task WaitForAllAsync_NoIds_ReturnsAtOnceWithoutARequest()
    {
        var all = Client.WaitForAllAsync("kb", []);

        Assert.That(all.IsCompleted, Is.True);
        Assert.That(await all, Is.Empty);
        Assert.That(await Consume(Client.WaitForEachAsync("kb", [])).MoveNextTask.OrTimeout(), Is.False);
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_ClockJumpsForAMonth_GoesOnWithTheNextPoll()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        Clock.Advance(TimeSpan.FromDays(30));
        await WaitUntilIdleAsync();
        Service.Set("a", "completed");
        await StartNextPollAsync();

        await wait.OrTimeout();
        Assert.That(Service.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForCompletionAsync_WallClockIsSet_ChangesNothing([Values(-30, 30)] int days)
    {
        var clock = new WallClock(Clock);
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

    [Test]
    public async Task Dispose_WhileWaitsAndWatchesRun_EndsThemWithObjectDisposedException()
    {
        Service.Set("a", "running");
        var waits = new List<Task> { Client.WaitForCompletionAsync("kb", "a"), Client.WaitForAllAsync("kb", ["a", "b"]) };
        var each = Consume(Client.WaitForEachAsync("kb", ["a"]));
        await WaitUntilIdleAsync();
        var watch = Consume(Client.WatchAsync("kb"));
        await RunNextPollAsync();
        await watch.TakeAsync();
        waits.AddRange([each.MoveNextTask, watch.MoveNextTask]);

        Client.Dispose();

        foreach (var wait in waits)
        {
            await CatchAsync<ObjectDisposedException>(wait);
        }

        await Clock.DisarmedAsync();
        var requests = Service.Requests.Count;
        Clock.Advance(OneHour);
        Assert.That(Service.Requests, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task Dispose_WhileTheServiceHangs_EndsTheWaitAtOnce()
    {
        Service.Gate = new TaskCompletionSource().Task;
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await Service.RequestedAsync(1);

        Client.Dispose();

        await CatchAsync<ObjectDisposedException>(wait);
    }

    [Test]
    public async Task Dispose_BeforeAWaitBegins_RefusesIt()
    {
        var each = Client.WaitForEachAsync("kb", ["a"]);
        var watch = Client.WatchAsync("kb");

        Client.Dispose();

        await CatchAsync<ObjectDisposedException>(Consume(each).MoveNextTask);
        await CatchAsync<ObjectDisposedException>(Consume(watch).MoveNextTask);
        await CatchAsync<ObjectDisposedException>(Client.WaitForCompletionAsync("kb", "a"));
        await CatchAsync<ObjectDisposedException>(Client.WaitForAllAsync("kb", ["a"]));
        Assert.That(() => Client.WatchAsync("kb"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_Cancelled_IsTheCallersOwnCancellation()
    {
        using var cancellation = new CancellationTokenSource();
        var waits = new List<Task> { Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token) };
        waits.Add(Client.WaitForAllAsync("kb", ["a"], cancellationToken: cancellation.Token));
        waits.Add(Consume(Client.WaitForEachAsync("kb", ["a"], cancellationToken: cancellation.Token)).MoveNextTask);
        waits.Add(Consume(Client.WatchAsync("kb"), cancellation.Token).MoveNextTask);
        await WaitUntilIdleAsync();

        await cancellation.CancelAsync();

        foreach (var wait in waits)
        {
            Assert.That((await CatchAsync<OperationCanceledException>(wait)).CancellationToken, Is.EqualTo(cancellation.Token));
        }
    }

    [Test]
    public async Task WaitForCompletionAsync_CancelledBeforeItBegins_SendsNothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        Task[] waits = [Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancelled), Consume(Client.WatchAsync("kb"), cancelled).MoveNextTask];

        foreach (var wait in waits)
        {
            Assert.That((await CatchAsync<OperationCanceledException>(wait)).CancellationToken, Is.EqualTo(cancelled));
        }

        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_TenThousandAtOnce_CostNoMoreRequestsAPollThanTheirIdsFill()
    {
        var ids = RunIds(10_000);
        var threads = ThreadPool.ThreadCount;
        foreach (var id in ids)
        {
            Service.Set(id, "awaiting_human_feedback");
        }

        var waits = ids.Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        var poll = await RunNextPollAsync();
        var threadsMore = ThreadPool.ThreadCount - threads;
        foreach (var id in ids)
        {
            Service.Set(id, "completed");
        }

        var last = await PollToTheEndAsync(Task.WhenAll(waits));

        Assert.That(poll, Has.Count.EqualTo(100));
        Assert.That(poll.SelectMany(IdsInQuery), Is.EquivalentTo(ids));
        Assert.That(last, Is.EqualTo(100));
        Assert.That(threadsMore, Is.LessThan(100));
    }

    private async Task<int> PollToTheEndAsync(Task waits)
    {
        var before = Service.Requests.Count;
        await StartNextPollAsync();
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
