using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>All waits and watches on a knowledge base share the requests of one poller.</summary>
public sealed class RunPollerTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_ApiKeyProvider_RunsOutsideTheContextOfTheCaller()
    {
        var caller = new AsyncLocal<string?> { Value = "caller" };
        var seen = new ConcurrentQueue<(string?, Activity?, SynchronizationContext?)>();
        CreateClient(options => options.ApiKeyProvider = _ =>
        {
            seen.Enqueue((caller.Value, Activity.Current, SynchronizationContext.Current));
            return ValueTask.FromResult("provided-key");
        });
        using var activity = new Activity("caller").Start();
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        Service.Set("a", "completed");
        await StartNextPollAsync();
        await wait.OrTimeout();

        Assert.That(seen, Is.EqualTo(new (string?, Activity?, SynchronizationContext?)[] { default, default }));
    }

    [Test]
    public async Task WaitForCompletionAsync_ManyWaitsOnOneKnowledgeBase_SendsOneRequestPerPollWithDistinctIds()
    {
        foreach (var id in RunIds(3))
        {
            Service.Set(id, "running");
        }

        string[] runIds = ["r1", "r2", "r3", "r2", "r1"];
        var waits = runIds.Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();
        await WaitUntilIdleAsync();

        var poll = await RunNextPollAsync();

        // A run whose wait joined during the first poll comes first.
        Assert.That(poll, Has.Count.EqualTo(1));
        Assert.That(IdsInQuery(poll[0]), Is.EquivalentTo(RunIds(3)));
        Assert.That(waits, Has.All.Property(nameof(Task.IsCompleted)).False);
    }

    [Test]
    public async Task WaitForAllAsync_MoreIdsThanMaxRunIdsPerRequest_SplitsRequests()
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
    public async Task WaitForAllAsync_FinishedRun_IsNotRequestedAgain()
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
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=a,b", "run_ids=b", "run_ids=b", "run_ids=b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_SeveralWaitsForOneRun_AllReceiveFullRunFromOneRequest()
    {
        Service.Set("a", "running");
        var waits = Enumerable.Range(0, 3).Select(_ => Client.WaitForCompletionAsync("kb", "a")).ToList();
        await WaitUntilIdleAsync();
        Service.Set("a", "completed", 100, ""","output":{"x":1}""");

        await StartNextPollAsync();
        var runs = await Task.WhenAll(waits).OrTimeout();

        Assert.That(runs.Select(run => run.Output.ToString()), Is.EqualTo((string[])["""{"x":1}""", """{"x":1}""", """{"x":1}"""]));
        Assert.That(Service.Queries, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task WatchAsync_AllRunsWatchedBesideWaits_SendsOneUnfilteredRequest()
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
    public async Task WaitForCompletionAsync_RunNotInUnfilteredResponse_ThrowsRunNotFoundException()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        await WaitUntilIdleAsync();
        var wait = Client.WaitForCompletionAsync("kb", "b", new WaitOptions { MissingGrace = TimeSpan.Zero });
        await StartNextPollAsync();

        Assert.That((await CatchAsync<RunNotFoundException>(wait)).RunIds, Is.EqualTo((string[])["b"]));
        Assert.That(Service.Queries, Is.EqualTo((string[])["", ""]));
    }

    [Test]
    public async Task WatchAsync_RunUnchangedSinceLastPoll_ReusesSummary()
    {
        Service.Set("a", "running");
        var first = await Consume(Client.WatchAsync("kb")).TakeAsync();
        await WaitUntilIdleAsync();
        var second = Consume(Client.WatchAsync("kb"));
        await RunNextPollAsync();

        Assert.That((await second.TakeAsync()).Current, Is.SameAs(first.Current));
    }

    [Test]
    public async Task WaitForCompletionAsync_CallerHasAsyncLocalValue_PollDoesNotCaptureIt()
    {
        var asyncLocal = new AsyncLocal<string?> { Value = "set by the caller" };
        string? valueInPoll = "not polled yet";
        Service.RespondOnceWith(() =>
        {
            valueInPoll = asyncLocal.Value;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""[{"id":"a","status":"failed"}]""") };
        });

        await Client.WaitForCompletionAsync("kb", "a");

        Assert.That(valueInPoll, Is.Null);
    }
}
