using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>All waits and watches on one knowledge base share the requests of one poller.</summary>
public sealed class SharedPollerTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_ManyWaitsOnOneKnowledgeBase_TakeOneRequestPerPollWithEachIdOnce()
    {
        foreach (var id in Ids(3))
        {
            Service.Set(id, "running");
        }

        string[] waitedFor = ["r1", "r2", "r3", "r2", "r1"];
        var waits = waitedFor.Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();
        await PauseAsync();

        Assert.That(await PollAsync(), Is.EqualTo((string[])["run_ids=r1,r2,r3"]));
        Assert.That(waits, Has.All.Property(nameof(Task.IsCompleted)).False);
    }

    [Test]
    public async Task WaitForAllAsync_MoreIdsThanARequestTakes_AreSplitAtMaxRunIdsPerRequest()
    {
        Use(options => options.MaxRunIdsPerRequest = 4);
        var ids = Ids(7);
        foreach (var id in ids)
        {
            Service.Set(id, "running");
        }

        _ = Client.WaitForAllAsync("kb", ids);
        await PauseAsync();

        Assert.That(await PollAsync(), Is.EquivalentTo((string[])["run_ids=r1,r2,r3,r4", "run_ids=r5,r6,r7"]));
    }

    [Test]
    public async Task WaitForAllAsync_RunThatHasEnded_IsNeverAskedForAgain()
    {
        Service.Set("a", "completed", 100);
        Service.Set("b", "running");

        var wait = Client.WaitForAllAsync("kb", ["a", "b"]);
        await PauseAsync();
        var polls = new[] { await PollAsync(), await PollAsync() };
        Service.Set("b", "completed", 100);
        await BeginPollAsync();
        await Soon(wait);

        Assert.That(polls, Has.All.EqualTo((string[])["run_ids=b"]));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a,b", "run_ids=b", "run_ids=b", "run_ids=b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_SeveralWaitsForOneRun_AllGetItInFullWithoutAnotherRequest()
    {
        Service.Set("a", "running");
        var waits = Enumerable.Range(0, 3).Select(_ => Client.WaitForCompletionAsync("kb", "a")).ToList();
        await PauseAsync();
        Service.Set("a", "completed", 100, ""","output":{"x":1}""");

        await BeginPollAsync();
        var runs = await Soon(Task.WhenAll(waits));

        Assert.That(runs.Select(run => run.Output.ToString()), Is.EqualTo((string[])["""{"x":1}""", """{"x":1}""", """{"x":1}"""]));
        Assert.That(Service.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task WatchAsync_OfEveryRunBesideWaits_TakesOneRequestWithoutIdsForAll()
    {
        Use(options => options.MaxRunIdsPerRequest = 1);
        foreach (var id in Ids(5))
        {
            Service.Set(id, "running");
        }

        var wait = Client.WaitForAllAsync("kb", Ids(5));
        await PauseAsync();
        var watch = Read(Client.WatchAsync("kb"));

        Assert.That(await PollAsync(), Is.EqualTo((string[])[""]));
        await watch.TakeAsync();
        await watch.DisposeAsync();
        Assert.That(wait.IsCompleted, Is.False);
    }

    [Test]
    public async Task WaitForCompletionAsync_RunNotListedAmongAllThatAreWatched_IsMissing()
    {
        Service.Set("a", "running");
        var watch = Read(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        await PauseAsync();
        var wait = Client.WaitForCompletionAsync("kb", "b", new WaitOptions { MissingGrace = TimeSpan.Zero });
        await BeginPollAsync();

        Assert.That((await FailureOf<RunNotFoundException>(wait)).RunIds, Is.EqualTo((string[])["b"]));
        Assert.That(Service.Requests, Is.EqualTo((string[])["", ""]));
    }

    [Test]
    public async Task WatchAsync_ReaderLeaves_EndsThePolling()
    {
        Service.Set("a", "running");
        var watch = Read(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        await PauseAsync();

        await watch.DisposeAsync();
        await Clock.DisarmedAsync();
        Clock.Advance(AnHour);

        Assert.That(Service.Requests, Is.EqualTo((string[])[""]));
    }

    [Test]
    public async Task WatchAsync_RunAsItWasInThePollBefore_IsNotReadAgain()
    {
        Service.Set("a", "running");
        var first = await Read(Client.WatchAsync("kb")).TakeAsync();
        await PauseAsync();
        var second = Read(Client.WatchAsync("kb"));
        await PollAsync();

        Assert.That((await second.TakeAsync()).Current, Is.SameAs(first.Current));
    }

    [Test]
    public async Task WaitForCompletionAsync_AfterEveryoneHasLeft_BeginsAnewWithItsOwnRunOnly()
    {
        Service.Set("a", "running");
        Service.Set("b", "completed", 100);
        using var cancellation = new CancellationTokenSource();
        var left = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await PauseAsync();

        await cancellation.CancelAsync();
        await FailureOf<OperationCanceledException>(left);
        await Clock.DisarmedAsync();
        Clock.Advance(TimeSpan.FromDays(30));
        await Soon(Client.WaitForCompletionAsync("kb", "b"));
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
        await FailureOf<OperationCanceledException>(left);
        Service.Gate = Task.CompletedTask;
        Service.Set("b", "completed");
        await Soon(Client.WaitForCompletionAsync("kb", "b"));

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

        Clock.Advance(AnHour);
        var second = Client.WaitForCompletionAsync("kb", "b");
        Clock.Advance(AnHour);
        gate.SetResult();
        await Soon(Task.WhenAll(first, BeginSecondAsync()));

        Assert.That(Service.MaxInFlight, Is.EqualTo(1));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));

        async Task<Run> BeginSecondAsync()
        {
            await BeginPollAsync();
            return await second;
        }
    }

    [Test]
    public async Task WaitForCompletionAsync_RequestOfThoseWhoLeftIsNotOverYet_IsServedByTheNextPoll()
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.IgnoringCancellationGate = over.Task;
        Service.Set("b", "completed");
        using var cancellation = new CancellationTokenSource();
        var left = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await Service.RequestedAsync(1);
        await cancellation.CancelAsync();
        await FailureOf<OperationCanceledException>(left);

        var next = Client.WaitForCompletionAsync("kb", "b");
        over.SetResult();

        Assert.That((await Soon(next)).Id, Is.EqualTo("b"));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a", "run_ids=b"]));
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task WaitForAllAsync_PollOfManyRequests_HasAtMostMaxConcurrentRequestsUnderWay(int most)
    {
        Use(options => options.MaxRunIdsPerRequest = 10);
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        var ids = Ids(80);
        foreach (var id in ids)
        {
            Service.Set(id, "awaiting_human_feedback");
        }

        // Runs that are neither queued nor running: the first poll finds that out, and the next asks by id.
        var options = new WaitOptions { Polling = new PollingOptions { MaxConcurrentRequests = most } };
        _ = Client.WaitForAllAsync("kb", ids, options);
        await Service.RequestedAsync(1);
        gate.SetResult();
        await PauseAsync();
        Service.Gate = (gate = new TaskCompletionSource()).Task;
        await BeginPollAsync();
        await Service.RequestedAsync(8 + most);
        gate.SetResult();
        var pause = await PauseAsync();

        Assert.That(pause, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(Service.MaxInFlight, Is.EqualTo(most));
    }

    [Test]
    public async Task WaitForCompletionAsync_OnDifferentKnowledgeBases_PollsEachByItself()
    {
        Service.Set("a", "completed");

        await Soon(Task.WhenAll(Client.WaitForCompletionAsync("kb1", "a"), Client.WaitForCompletionAsync("kb2", "a")));

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

        await Soon(Client.WaitForCompletionAsync("kb2", "a"));

        Assert.That(hanging.IsCompleted, Is.False);
        gate.SetResult();
        await Soon(hanging);
    }
}
