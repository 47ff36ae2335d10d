using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>All waits and watches on one knowledge base share the requests of one poller.</summary>
public sealed class SharedPollerTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_ManyWaitsOnOneKnowledgeBase_TakeOneRequestPerPollWithEachIdOnce()
    {
        foreach (var id in RunIds(3))
        {
            Service.Set(id, "running");
        }

        string[] waitedFor = ["r1", "r2", "r3", "r2", "r1"];
        var waits = waitedFor.Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();
        await WaitUntilIdleAsync();

        Assert.That(await RunNextPollAsync(), Is.EqualTo((string[])["run_ids=r1,r2,r3"]));
        Assert.That(waits, Has.All.Property(nameof(Task.IsCompleted)).False);
    }

    [Test]
    public async Task WaitForAllAsync_MoreIdsThanARequestTakes_AreSplitAtMaxRunIdsPerRequest()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 4);
        var ids = RunIds(7);
        foreach (var id in ids)
        {
            Service.Set(id, "running");
        }

        _ = Client.WaitForAllAsync("kb", ids);
        await WaitUntilIdleAsync();

        Assert.That(await RunNextPollAsync(), Is.EquivalentTo((string[])["run_ids=r1,r2,r3,r4", "run_ids=r5,r6,r7"]));
    }

    [Test]
    public async Task WaitForAllAsync_RunThatHasEnded_IsNeverAskedForAgain()
    {
        Service.Set("a", "completed", 100);
        Service.Set("b", "running");

        var wait = Client.WaitForAllAsync("kb", ["a", "b"]);
        await WaitUntilIdleAsync();
        var polls = new[] { await RunNextPollAsync(), await RunNextPollAsync() };
        Service.Set("b", "completed", 100);
        await StartNextPollAsync();
        await wait.OrTimeout();

        Assert.That(polls, Has.All.EqualTo((string[])["run_ids=b"]));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a,b", "run_ids=b", "run_ids=b", "run_ids=b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_SeveralWaitsForOneRun_AllGetItInFullWithoutAnotherRequest()
    {
        Service.Set("a", "running");
        var waits = Enumerable.Range(0, 3).Select(_ => Client.WaitForCompletionAsync("kb", "a")).ToList();
        await WaitUntilIdleAsync();
        Service.Set("a", "completed", 100, ""","output":{"x":1}""");

        await StartNextPollAsync();
        var runs = await Task.WhenAll(waits).OrTimeout();

        Assert.That(runs.Select(run => run.Output.ToString()), Is.EqualTo((string[])["""{"x":1}""", """{"x":1}""", """{"x":1}"""]));
        Assert.That(Service.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task WatchAsync_OfEveryRunBesideWaits_TakesOneRequestWithoutIdsForAll()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        foreach (var id in RunIds(5))
        {
            Service.Set(id, "running");
        }

        var wait = Client.WaitForAllAsync("kb", RunIds(5));
        await WaitUntilIdleAsync();
        var watch = Consume(Client.WatchAsync("kb"));

        Assert.That(await RunNextPollAsync(), Is.EqualTo((string[])[""]));
        await watch.TakeAsync();
        await watch.DisposeAsync();
        Assert.That(wait.IsCompleted, Is.False);
    }

    [Test]
    public async Task WaitForCompletionAsync_RunNotListedAmongAllThatAreWatched_IsMissing()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        await WaitUntilIdleAsync();
        var wait = Client.WaitForCompletionAsync("kb", "b", new WaitOptions { MissingGrace = TimeSpan.Zero });
        await StartNextPollAsync();

        Assert.That((await CatchAsync<RunNotFoundException>(wait)).RunIds, Is.EqualTo((string[])["b"]));
        Assert.That(Service.Requests, Is.EqualTo((string[])["", ""]));
    }

    [Test]
    public async Task WatchAsync_ReaderLeaves_EndsThePolling()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        await WaitUntilIdleAsync();

        await watch.DisposeAsync();
        await Clock.DisarmedAsync();
        Clock.Advance(OneHour);

        Assert.That(Service.Requests, Is.EqualTo((string[])[""]));
    }

    [Test]
    public async Task WatchAsync_RunAsItWasInThePollBefore_IsNotReadAgain()
    {
        Service.Set("a", "running");
        var first = await Consume(Client.WatchAsync("kb")).TakeAsync();
        await WaitUntilIdleAsync();
        var second = Consume(Client.WatchAsync("kb"));
        await RunNextPollAsync();

        Assert.That((await second.TakeAsync()).Current, Is.SameAs(first.Current));
    }

    [Test]
    public async Task WaitForCompletionAsync_AfterEveryoneHasLeft_BeginsAnewWithItsOwnRunOnly()
    {
        Service.Set("a", "running");
        Service.Set("b", "completed", 100);
        using var cancellation = new CancellationTokenSource();
        var left = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await WaitUntilIdleAsync();

        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(left);
        await Clock.DisarmedAsync();
        Clock.Advance(TimeSpan.FromDays(30));
        await Client.WaitForCompletionAsync("kb", "b").OrTimeout();
        await Clock.DisarmedAsync();

        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_CancelledWhileTheServiceHangs_AbandonsTheRequest()
    {
        Service.Gate = new TaskCompletionSource().Task;
        using var cancellation = new CancellationTokenSource();
        var left = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await Service.RequestedAsync(1);

        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(left);
        Service.Gate = Task.CompletedTask;
        Service.Set("b", "completed");
        await Client.WaitForCompletionAsync("kb", "b").OrTimeout();

        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_WhileAPollIsUnderWay_WaitsForItsEnd()
    {
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        Service.Set("a", "completed");
        Service.Set("b", "completed");
        var first = Client.WaitForCompletionAsync("kb", "a");
        await Service.RequestedAsync(1);

        Clock.Advance(OneHour);
        var second = Client.WaitForCompletionAsync("kb", "b");
        Clock.Advance(OneHour);
        gate.SetResult();
        await Task.WhenAll(first, BeginSecondAsync()).OrTimeout();

        Assert.That(Service.MostUnderWay, Is.EqualTo(1));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));

        async Task<Run> BeginSecondAsync()
        {
            await StartNextPollAsync();
            return await second;
        }
    }

    [Test]
    public async Task WaitForCompletionAsync_RequestOfThoseWhoLeftIsNotOverYet_IsServedByTheNextPoll()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.DeafGate = over.Task;
        Service.Set("b", "completed");
        using var cancellation = new CancellationTokenSource();
        var left = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await Service.RequestedAsync(1);
        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(left);

        var next = Client.WaitForCompletionAsync("kb", "b");
        over.SetResult();

        Assert.That((await next.OrTimeout()).Id, Is.EqualTo("b"));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task WaitForAllAsync_PollOfManyRequests_HasAtMostMaxConcurrentRequestsUnderWay(int most)
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 10);
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        var ids = RunIds(80);
        foreach (var id in ids)
        {
            Service.Set(id, "awaiting_human_feedback");
        }

        // Runs that are neither queued nor running: the first poll finds that out, and the next asks by id.
        var options = new WaitOptions { Polling = new PollingOptions { MaxConcurrentRequests = most } };
        _ = Client.WaitForAllAsync("kb", ids, options);
        await Service.RequestedAsync(1);
        gate.SetResult();
        await WaitUntilIdleAsync();
        Service.Gate = (gate = new TaskCompletionSource()).Task;
        await StartNextPollAsync();
        await Service.RequestedAsync(8 + most);
        gate.SetResult();
        var pause = await NextPollDelayAsync();

        Assert.That(pause, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(Service.MostUnderWay, Is.EqualTo(most));
    }

    [Test]
    public async Task WaitForCompletionAsync_OnDifferentKnowledgeBases_PollsEachByItself()
    {
        Service.Set("a", "completed");

        await Task.WhenAll(Client.WaitForCompletionAsync("kb1", "a"), Client.WaitForCompletionAsync("kb2", "a")).OrTimeout();

        Assert.That(Service.Paths, Is.EquivalentTo((string[])["/v1/knowledge-bases/kb1/runs", "/v1/knowledge-bases/kb2/runs"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_OnAKnowledgeBaseThatHangs_HoldsNoOtherBack()
    {
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        Service.Set("a", "completed");
        var hanging = Client.WaitForCompletionAsync("kb1", "a");
        await Service.RequestedAsync(1);
        Service.Gate = Task.CompletedTask;

        await Client.WaitForCompletionAsync("kb2", "a").OrTimeout();

        Assert.That(hanging.IsCompleted, Is.False);
        gate.SetResult();
        await hanging.OrTimeout();
    }
}
