using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Where asking for queued and running runs takes fewer requests than asking by ids, the poller does that.</summary>
public sealed class PollRunnerTests : WaitingFixture
{
    private static readonly string[] ByStatus = ["status=queued", "status=running"];

    [SetUp]
    public void OneIdToARequest() => Use(options => options.MaxRunIdsPerRequest = 1);

    [Test]
    public async Task WaitForAllAsync_ManyRequestsById_AsksByStatusInstead()
    {
        SetAll("running");
        Service.Set("r1", "queued");

        _ = Client.WaitForAllAsync("kb", Ids(10));
        await PauseAsync();

        Assert.That(Service.Requests, Is.EqualTo(ByStatus));
        Assert.That(await PollAsync(), Is.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForAllAsync_AsManyRequestsById_AsksById()
    {
        Service.Set("r1", "queued");
        Service.Set("r2", "running");

        _ = Client.WaitForAllAsync("kb", Ids(2));
        await PauseAsync();

        Assert.That(Service.Requests, Is.EquivalentTo((string[])["run_ids=r1", "run_ids=r2"]));
    }

    [Test]
    public async Task WaitForAllAsync_RunThatIsNeitherQueuedNorRunning_IsAskedForByItsId()
    {
        SetAll("running");
        var wait = Read(Client.WaitForEachAsync("kb", Ids(10)));
        await PauseAsync();
        Service.Set("r7", "failed");

        Assert.That(await PollAsync(), Is.EqualTo((string[])[.. ByStatus, "run_ids=r7"]));
        Assert.That((await wait.TakeAsync()).Id, Is.EqualTo("r7"));
        Assert.That(await PollAsync(), Is.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForAllAsync_RunNotListedByStatusNorById_IsMissing()
    {
        SetAll("running");
        Service.Remove("r7");
        var wait = Client.WaitForAllAsync("kb", Ids(10), new WaitOptions { MissingGrace = TimeSpan.Zero });

        var failure = await FailureOf<RunNotFoundException>(wait);

        Assert.That(failure.RunIds, Is.EqualTo((string[])["r7"]));
        Assert.That(failure.LastSeen, Has.Count.EqualTo(9));
        Assert.That(Service.Requests, Is.EqualTo((string[])[.. ByStatus, "run_ids=r7"]));
    }

    [Test]
    public async Task WaitForAllAsync_AllEndAtOnce_AreReturnedWithNoMoreRequestsAPollThanAskingById()
    {
        SetAll("running");
        var wait = Client.WaitForAllAsync("kb", Ids(10));
        await PauseAsync();
        SetAll("completed");

        var poll = await PollAsync();
        Assert.That(poll, Has.Count.EqualTo(10));
        Assert.That(poll.Take(2), Is.EqualTo(ByStatus));
        await BeginPollAsync();

        Assert.That(await Soon(wait), Has.Count.EqualTo(10).And.All.Property(nameof(Run.Status)).EqualTo(RunStatus.Completed));
        Assert.That(Service.Requests, Has.Count.EqualTo(2 + 10 + 2));
    }

    [Test]
    public async Task WaitForAllAsync_ManyRunsOfAnUnknownStatus_AreAskedForByIdFromTheSecondPollOn()
    {
        SetAll("awaiting_human_feedback");
        _ = Client.WaitForAllAsync("kb", Ids(10));
        await PauseAsync();

        Assert.That(Service.Requests, Has.Count.EqualTo(10));
        Assert.That(await PollAsync(), Is.EquivalentTo(Ids(10).Select(id => $"run_ids={id}")));
    }

    [Test]
    public async Task WaitForAllAsync_OneStatusCannotBeAskedFor_ConcludesNothingAboutTheRunsOfIt()
    {
        SetAll("running");
        var options = new WaitOptions { MissingGrace = TimeSpan.Zero, MaxConsecutiveFailures = 1 };
        var wait = Client.WaitForAllAsync("kb", Ids(10), options);
        await PauseAsync();
        Service.Fault = query => query == "status=running" ? HttpStatusCode.ServiceUnavailable : null;

        Assert.That(await PollAsync(), Is.EqualTo(ByStatus));
        await BeginPollAsync();
        Assert.That((await FailureOf<RunPollingException>(wait)).ConsecutiveFailures, Is.EqualTo(2));
    }

    [Test]
    public async Task WaitForCompletionAsync_OneStatusCannotBeAskedFor_HarmsNoRunThatWasSeen()
    {
        SetAll("running");
        Service.Set("r1", "queued");
        var options = new WaitOptions { MaxConsecutiveFailures = 1 };
        var seen = Client.WaitForCompletionAsync("kb", "r1", options);
        var unseen = Client.WaitForAllAsync("kb", [.. Ids(10).Skip(1)], options);
        await PauseAsync();
        await PollAsync();
        Service.Fault = query => query == "status=running" ? HttpStatusCode.ServiceUnavailable : null;
        await PollAsync();
        await BeginPollAsync();

        await FailureOf<RunPollingException>(unseen);
        Assert.That(seen.IsCompleted, Is.False);
    }

    private void SetAll(string status)
    {
        foreach (var id in Ids(10))
        {
            Service.Set(id, status);
        }
    }
}
