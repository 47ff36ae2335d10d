using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A poll requests queued and running runs by status if that takes fewer requests than by ids.</summary>
public sealed class PollRunnerTests : WaitingFixture
{
    private static readonly string[] ByStatus = ["status=queued", "status=running"];

    [SetUp]
    public void AllowOneIdPerRequest() => CreateClient(options => options.MaxRunIdsPerRequest = 1);

    [Test]
    public async Task WaitForAllAsync_MoreRequestsByIdThanByStatus_RequestsByStatus()
    {
        SetAllRuns("running");
        Service.Set("r1", "queued");

        _ = Client.WaitForAllAsync("kb", RunIds(10));
        await WaitUntilIdleAsync();

        Assert.That(Service.Queries, Is.EqualTo(ByStatus));
        Assert.That(await RunNextPollAsync(), Is.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForAllAsync_AsManyRequestsByIdAsByStatus_RequestsById()
    {
        Service.Set("r1", "queued");
        Service.Set("r2", "running");

        _ = Client.WaitForAllAsync("kb", RunIds(2));
        await WaitUntilIdleAsync();

        Assert.That(Service.Queries, Is.EquivalentTo((string[])["run_ids=r1", "run_ids=r2"]));
    }

    [Test]
    public async Task WaitForAllAsync_RunNeitherQueuedNorRunning_IsRequestedById()
    {
        SetAllRuns("running");
        var wait = Consume(Client.WaitForEachAsync("kb", RunIds(10)));
        await WaitUntilIdleAsync();
        Service.Set("r7", "failed");

        Assert.That(await RunNextPollAsync(), Is.EqualTo((string[])[.. ByStatus, "run_ids=r7"]));
        Assert.That((await wait.TakeAsync()).Id, Is.EqualTo("r7"));
        Assert.That(await RunNextPollAsync(), Is.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForAllAsync_RunListedNeitherByStatusNorById_ThrowsRunNotFoundException()
    {
        SetAllRuns("running");
        Service.Remove("r7");
        var wait = Client.WaitForAllAsync("kb", RunIds(10), new WaitOptions { MissingGrace = TimeSpan.Zero });

        var failure = await CatchAsync<RunNotFoundException>(wait);

        Assert.That(failure.RunIds, Is.EqualTo((string[])["r7"]));
        Assert.That(failure.LastSeen, Has.Count.EqualTo(9));
        Assert.That(Service.Queries, Is.EqualTo((string[])[.. ByStatus, "run_ids=r7"]));
    }

    [Test]
    public async Task WaitForAllAsync_AllRunsFinishTogether_SendsNoMoreRequestsPerPollThanById()
    {
        SetAllRuns("running");
        var wait = Client.WaitForAllAsync("kb", RunIds(10));
        await WaitUntilIdleAsync();
        SetAllRuns("completed");

        var poll = await RunNextPollAsync();
        Assert.That(poll, Has.Count.EqualTo(10));
        Assert.That(poll.Take(2), Is.EqualTo(ByStatus));
        await StartNextPollAsync();

        Assert.That(await wait.OrTimeout(), Has.Count.EqualTo(10).And.All.Property(nameof(Run.Status)).EqualTo(RunStatus.Completed));
        Assert.That(Service.Queries, Has.Count.EqualTo(2 + 10 + 2));
    }

    [Test]
    public async Task WaitForAllAsync_ManyRunsWithUnknownStatus_AreRequestedByIdFromSecondPoll()
    {
        SetAllRuns("paused");
        _ = Client.WaitForAllAsync("kb", RunIds(10));
        await WaitUntilIdleAsync();

        Assert.That(Service.Queries, Has.Count.EqualTo(10));
        Assert.That(await RunNextPollAsync(), Is.EquivalentTo(RunIds(10).Select(id => $"run_ids={id}")));
    }

    private void SetAllRuns(string status)
    {
        foreach (var id in RunIds(10))
        {
            Service.Set(id, status);
        }
    }
}
