using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Where asking for queued and running runs takes fewer requests than asking by ids, the poller does that.</summary>
public sealed class PollRunnerTests : WaitingFixture
{
    private static readonly string[] ByStatus = ["status=queued", "status=running"];

    [SetUp]
    public void OneIdToARequest() => CreateClient(options => options.MaxRunIdsPerRequest = 1);

    [Test]
    public async Task WaitForAllAsync_ManyRequestsById_AsksByStatusInstead()
    {
        SetAll("running");
        Service.Set("r1", "queued");

        _ = Client.WaitForAllAsync("kb", RunIds(10));
        await WaitUntilIdleAsync();

        Assert.That(Service.Requests, Is.EqualTo(ByStatus));
        Assert.That(await RunNextPollAsync(), Is.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForAllAsync_AsManyRequestsById_AsksById()
    {
        Service.Set("r1", "queued");
        Service.Set("r2", "running");

        _ = Client.WaitForAllAsync("kb", RunIds(2));
        await WaitUntilIdleAsync();

        Assert.That(Service.Requests, Is.EquivalentTo((string[])["run_ids=r1", "run_ids=r2"]));
    }

    [Test]
    public async Task WaitForAllAsync_RunThatIsNeitherQueuedNorRunning_IsAskedForByItsId()
    {
        SetAll("running");
        var wait = Consume(Client.WaitForEachAsync("kb", RunIds(10)));
        await WaitUntilIdleAsync();
        Service.Set("r7", "failed");

        Assert.That(await RunNextPollAsync(), Is.EqualTo((string[])[.. ByStatus, "run_ids=r7"]));
        Assert.That((await wait.TakeAsync()).Id, Is.EqualTo("r7"));
        Assert.That(await RunNextPollAsync(), Is.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForAllAsync_RunNotListedByStatusNorById_IsMissing()
    {
        SetAll("running");
        Service.Remove("r7");
        var wait = Client.WaitForAllAsync("kb", RunIds(10), new WaitOptions { MissingGrace = TimeSpan.Zero });

        var failure = await CatchAsync<RunNotFoundException>(wait);

        Assert.That(failure.RunIds, Is.EqualTo((string[])["r7"]));
        Assert.That(failure.LastSeen, Has.Count.EqualTo(9));
        Assert.That(Service.Requests, Is.EqualTo((string[])[.. ByStatus, "run_ids=r7"]));
    }

    [Test]
    public async Task WaitForAllAsync_AllEndAtOnce_AreReturnedWithNoMoreRequestsAPollThanAskingById()
    {
        SetAll("running");
        var wait = Client.WaitForAllAsync("kb", RunIds(10));
        await WaitUntilIdleAsync();
        SetAll("completed");

        var poll = await RunNextPollAsync();
        Assert.That(poll, Has.Count.EqualTo(10));
        Assert.That(poll.Take(2), Is.EqualTo(ByStatus));
        await StartNextPollAsync();

        Assert.That(await wait.OrTimeout(), Has.Count.EqualTo(10).And.All.Property(nameof(Run.Status)).EqualTo(RunStatus.Completed));
        Assert.That(Service.Requests, Has.Count.EqualTo(2 + 10 + 2));
    }

    [Test]
    public async Task WaitForAllAsync_ManyRunsOfAnUnknownStatus_AreAskedForByIdFromTheSecondPollOn()
    {
        SetAll("awaiting_human_feedback");
        _ = Client.WaitForAllAsync("kb", RunIds(10));
        await WaitUntilIdleAsync();

        Assert.That(Service.Requests, Has.Count.EqualTo(10));
        Assert.That(await RunNextPollAsync(), Is.EquivalentTo(RunIds(10).Select(id => $"run_ids={id}")));
    }

    [Test]
    public async Task WaitForAllAsync_OneStatusCannotBeAskedFor_ConcludesNothingAboutTheRunsOfIt()
    {
        SetAll("running");
        var options = new WaitOptions { MissingGrace = TimeSpan.Zero, MaxConsecutiveFailures = 1 };
        var wait = Client.WaitForAllAsync("kb", RunIds(10), options);
        await WaitUntilIdleAsync();
        Service.Fault = query => query == "status=running" ? HttpStatusCode.ServiceUnavailable : null;

        Assert.That(await RunNextPollAsync(), Is.EqualTo(ByStatus));
        await StartNextPollAsync();
        Assert.That((await CatchAsync<RunPollingException>(wait)).ConsecutiveFailures, Is.EqualTo(2));
    }

    [Test]
    public async Task WaitForCompletionAsync_OneStatusCannotBeAskedFor_HarmsNoRunThatWasSeen()
    {
        SetAll("running");
        Service.Set("r1", "queued");
        var options = new WaitOptions { MaxConsecutiveFailures = 1 };
        var seen = Client.WaitForCompletionAsync("kb", "r1", options);
        var unseen = Client.WaitForAllAsync("kb", [.. RunIds(10).Skip(1)], options);
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        Service.Fault = query => query == "status=running" ? HttpStatusCode.ServiceUnavailable : null;
        await RunNextPollAsync();
        await StartNextPollAsync();

        await CatchAsync<RunPollingException>(unseen);
        Assert.That(seen.IsCompleted, Is.False);
    }

    private void SetAll(string status)
    {
        foreach (var id in RunIds(10))
        {
            Service.Set(id, status);
        }
    }
}
