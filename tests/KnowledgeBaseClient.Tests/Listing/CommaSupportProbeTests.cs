using KnowledgeBaseClient.Tests.Waiting;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>
/// A service that does not split run_ids at commas lists none of several ids: this is noticed, and each id is requested alone.
/// </summary>
public sealed class CommaSupportProbeTests : WaitingFixture
{
    private static readonly string[] ThreeIds = ["r1", "r2", "r3"];

    private readonly CapturedLogs _logs = new(minimum: LogLevel.Warning);

    [SetUp]
    public void StartServiceThatDoesNotSplit()
    {
        CreateClient(loggerFactory: _logs);
        Service.SupportsCommas = false;
        foreach (var id in ThreeIds)
        {
            Service.Set(id, "completed");
        }
    }

    [TearDown]
    public void DisposeLogs() => _logs.Dispose();

    [Test]
    public async Task ListAsync_ServiceDoesNotSplitIds_ReturnsEveryRunAndRemembers()
    {
        var first = await Client.ListAsync("kb", Filter(ThreeIds));
        var second = await Client.ListAsync("kb", Filter(ThreeIds));

        Assert.That(first.Select(run => run.Id), Is.EqualTo(ThreeIds));
        Assert.That(second.Select(run => run.Id), Is.EqualTo(ThreeIds));
        Assert.That(Service.Queries, Is.EqualTo((string[])
        [
            "run_ids=r1,r2,r3", "run_ids=r1", "run_ids=r1,r2,r3", "run_ids=r2", "run_ids=r3",
            "run_ids=r1", "run_ids=r2", "run_ids=r3",
        ]));
    }

    [Test]
    public async Task ListAsync_ServiceDoesNotSplitIds_WarnsOnceAndNamesTheOption()
    {
        await Client.ListAsync("kb", Filter(ThreeIds));
        var texts = _logs.Texts;
        await Client.ListSummariesAsync("other", Filter(ThreeIds));

        Assert.That(texts, Has.Some.Contains("MaxRunIdsPerRequest"));
        Assert.That(_logs.Texts, Has.Count.EqualTo(texts.Count));
    }

    [Test]
    public async Task StreamAsync_ServiceDoesNotSplitIds_ReturnsEveryRun() =>
        Assert.That((await Client.StreamAsync("kb", Filter(ThreeIds)).ToListAsync()).Select(run => run.Id), Is.EqualTo(ThreeIds));

    [Test]
    public async Task ListAsync_SeveralRequestsForSeveralIds_RequestsEveryIdAlone()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 2);

        var runs = await Client.ListAsync("kb", Filter(ThreeIds));

        Assert.That(runs.Select(run => run.Id), Is.EquivalentTo(ThreeIds));
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=r1,r2", "run_ids=r3", "run_ids=r1", "run_ids=r1,r2", "run_ids=r2"]));
    }

    [Test]
    public async Task WaitForAllAsync_ServiceDoesNotSplitIds_ReturnsEveryRunInTheFirstPoll()
    {
        var runs = await Client.WaitForAllAsync("kb", ThreeIds, new WaitOptions { MissingGrace = TimeSpan.Zero }).OrTimeout();

        Assert.That(runs.Select(run => run.Id), Is.EqualTo(ThreeIds));
        Assert.That(_logs.Texts, Has.Some.Contains("MaxRunIdsPerRequest"));
    }

    [Test]
    public async Task WaitForAllAsync_RunsAppearLater_NoticesThen()
    {
        foreach (var id in ThreeIds)
        {
            Service.Remove(id);
        }

        var wait = Client.WaitForAllAsync("kb", ThreeIds);
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        foreach (var id in ThreeIds)
        {
            Service.Set(id, "completed");
        }

        await StartNextPollAsync();

        Assert.That(await wait.OrTimeout(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForAllAsync_OnlyTheLastRunExists_NoticesBecauseItChecksAnotherIdEachTime()
    {
        Service.Remove("r1");
        Service.Remove("r2");
        var wait = Client.WaitForAllAsync("kb", ThreeIds);

        var (failure, _) = await RunPollsUntilFailureAsync<RunNotFoundException>(wait);

        Assert.That(failure.RunIds, Is.EquivalentTo((string[])["r1", "r2"]));
        Assert.That(failure.LastSeen.Single().Id, Is.EqualTo("r3"));
    }

    [Test]
    public async Task ListAsync_ServiceHasSplitIdsBefore_IsNotChecked()
    {
        Service.SupportsCommas = true;
        await Client.ListAsync("kb", Filter(["r1", "r2"]));

        Assert.That(await Client.ListAsync("kb", Filter(["x", "y"])), Is.Empty);
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=r1,r2", "run_ids=x,y"]));
    }

    [Test]
    public async Task ListAsync_RunsThatDoNotExist_AreProbedWithAnotherIdEachTime()
    {
        Service.SupportsCommas = true;
        for (var call = 0; call < 4; call++)
        {
            await Client.ListAsync("kb", Filter(["x", "y"]));
        }

        Assert.That(
            Service.Queries.Where(query => !query.Contains(',')),
            Is.EqualTo((string[])["run_ids=x", "run_ids=y", "run_ids=x", "run_ids=y"]));
        Assert.That(_logs.Texts, Is.Empty);
    }

    [Test]
    public async Task ListAsync_RunsAppearBetweenTheRequestAndTheProbe_KeepsSeveralIdsPerRequest()
    {
        Service.SupportsCommas = true;
        Service.RespondOnceWith(() => new HttpResponseMessage { Content = new StringContent("[]") });

        var runs = await Client.ListAsync("kb", Filter(ThreeIds));
        await Client.ListAsync("kb", Filter(ThreeIds));

        Assert.That(runs.Select(run => run.Id), Is.EquivalentTo(ThreeIds));
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=r1,r2,r3", "run_ids=r1", "run_ids=r1,r2,r3", "run_ids=r1,r2,r3"]));
        Assert.That(_logs.Texts, Is.Empty);
    }

    [Test]
    public async Task ListAsync_OneOfSeveralIdsIsListed_IsNotCheckedButNotTakenForSplittingEither()
    {
        Service.SupportsCommas = true;
        await Client.ListAsync("kb", Filter(["r1", "x"]));
        Service.SupportsCommas = false;

        Assert.That(await Client.ListAsync("kb", Filter(ThreeIds)), Has.Count.EqualTo(3));
        Assert.That(Service.Queries.Take(2), Is.EqualTo((string[])["run_ids=r1,x", "run_ids=r1,r2,r3"]));
    }

    [Test]
    public async Task ListAsync_NoRunWithTheStatus_ProbesWithAnyStatus()
    {
        Service.SupportsCommas = true;
        var filter = Filter(ThreeIds) with { Status = RunStatus.Failed };

        Assert.That(await Client.ListAsync("kb", filter), Is.Empty);
        Assert.That(await Client.ListAsync("kb", filter), Is.Empty);
        Assert.That(Service.Queries, Is.EqualTo((string[])
        [
            "status=failed&run_ids=r1,r2,r3", "run_ids=r1", "run_ids=r1,r2,r3", "status=failed&run_ids=r1,r2,r3",
        ]));
    }

    [Test]
    public async Task ListAsync_ProbedRunHasAnotherStatus_ReturnsTheRunsWithTheStatus()
    {
        Service.Set("r1", "running");

        var runs = await Client.ListAsync("kb", Filter(ThreeIds) with { Status = RunStatus.Completed });
        var streamed = await Client.StreamAsync("other", Filter(ThreeIds) with { Status = RunStatus.Completed }).ToListAsync();

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["r2", "r3"]));
        Assert.That(streamed.Select(run => run.Id), Is.EqualTo((string[])["r2", "r3"]));
    }

    private static RunFilter Filter(string[] ids) => new() { RunIds = ids };
}
