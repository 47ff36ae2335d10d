using System.Net;
using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Polls by status only while that is cheaper in requests and in bytes, and by ids in the same poll when a list fails.</summary>
public sealed class StatusListsTests : WaitingFixture
{
    private static readonly string[] ByStatus = ["status=queued", "status=running"];

    [TestCase("status=queued", HttpStatusCode.GatewayTimeout)]
    [TestCase("status=running", HttpStatusCode.GatewayTimeout)]
    [TestCase("status=running", HttpStatusCode.InternalServerError)]
    [TestCase("status=queued", HttpStatusCode.UnprocessableEntity)]
    [TestCase("status=running", HttpStatusCode.Forbidden)]
    public async Task WaitForAllAsync_OneListAlwaysFails_EndsWhenItsRunsHaveFinished(string failing, HttpStatusCode status)
    {
        SetRuns(250, "running");
        Service.Fault = query => query == failing ? status : null;
        var wait = Client.WaitForAllAsync("kb", RunIds(250));
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        SetRuns(250, "completed");
        await RunPollsUntilCompletedAsync(wait);

        Assert.That(await wait, Has.Count.EqualTo(250));
        Assert.That(Service.Queries.Count(query => query == failing), Is.EqualTo(1), "Later polls request by ids.");
    }

    [Test]
    public async Task WaitForAllAsync_ListFails_RequestsItsRunsByIdsInTheSamePoll()
    {
        SetRuns(250, "running");
        for (var number = 1; number <= 100; number++)
        {
            Service.Set($"r{number}", "queued");
        }

        Service.Fault = query => query == "status=running" ? HttpStatusCode.GatewayTimeout : null;
        _ = Client.WaitForAllAsync("kb", RunIds(250));
        await WaitUntilIdleAsync();

        Assert.That(Service.Queries.Take(2), Is.EqualTo(ByStatus));
        Assert.That(Service.Queries.Skip(2).SelectMany(IdsInQuery), Is.EquivalentTo(RunIds(250).Skip(100)));
    }

    [Test]
    public async Task WaitForAllAsync_ListsFailedOnce_AreUsedAgainAfterTenPolls()
    {
        SetRuns(250, "running");
        Service.Fault = query => query == "status=running" ? HttpStatusCode.GatewayTimeout : null;
        _ = Client.WaitForAllAsync("kb", RunIds(250));
        await WaitUntilIdleAsync();
        Service.Fault = _ => null;
        var polls = new List<IReadOnlyList<string>>();
        for (var number = 0; number < 12; number++)
        {
            polls.Add(await RunNextPollAsync());
        }

        Assert.That(polls.Take(10), Is.All.Count.EqualTo(3));
        Assert.That(polls.Skip(10), Is.All.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForAllAsync_ListsKeepFailing_AreTriedLessAndLessOften()
    {
        SetRuns(250, "running");
        Service.Fault = query => query == "status=running" ? HttpStatusCode.GatewayTimeout : null;
        _ = Client.WaitForAllAsync("kb", RunIds(250));
        await WaitUntilIdleAsync();
        var tries = new List<int>();
        for (var poll = 1; poll <= 80; poll++)
        {
            if ((await RunNextPollAsync()).Contains("status=running"))
            {
                tries.Add(poll);
            }
        }

        Assert.That(tries, Is.EqualTo((int[])[11, 32, 73]));
    }

    [Test]
    public async Task WaitForAllAsync_OutageOfEverything_DoesNotAbandonTheLists()
    {
        SetRuns(250, "running");
        _ = Client.WaitForAllAsync("kb", RunIds(250));
        await WaitUntilIdleAsync();
        Service.Fault = _ => HttpStatusCode.BadGateway;
        await RunNextPollAsync();
        Service.Fault = _ => null;

        Assert.That(await RunNextPollAsync(), Is.EqualTo(ByStatus));
    }

    [TestCase(20_000, 500, 100_000)]
    [TestCase(20, 1_000_000, 3_000_000)]
    public async Task WaitForAllAsync_ManyOrLargeOtherRunsAreQueued_ReadsASmallPartOfTheList(int others, int size, int maxBytes)
    {
        SetRuns(250, "running");
        var list = Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, others).Select(number => OtherRun(number, size)))}]");
        using var body = new CountingStream(list);
        Service.Override = query => query == "status=queued" ? new HttpResponseMessage { Content = new StreamContent(body) } : null;

        _ = Client.WaitForAllAsync("kb", RunIds(250));
        await WaitUntilIdleAsync();
        var first = Service.Queries;
        var second = await RunNextPollAsync();

        Assert.That(body.BytesRead, Is.InRange(1, maxBytes));
        Assert.That(first[0], Is.EqualTo("status=queued"));
        Assert.That(first.Skip(1).SelectMany(IdsInQuery), Is.EquivalentTo(RunIds(250)), "Abandoned, and replaced by ids.");
        Assert.That(second.SelectMany(IdsInQuery), Is.EquivalentTo(RunIds(250)));
    }

    [TestCase(1, true)]
    [TestCase(20, false)]
    public async Task WaitForAllAsync_OtherRunsInTheLists_AreWorthAsMuchAsTheirRequestsSave(int others, bool isByStatus)
    {
        SetRuns(250, "running");
        for (var number = 0; number < others; number++)
        {
            Service.Set($"other{number}", "queued", 0, $$""","input":{"text":"{{new string('x', 500)}}"}""");
        }

        _ = Client.WaitForAllAsync("kb", RunIds(250));
        await WaitUntilIdleAsync();

        Assert.That(await RunNextPollAsync(), isByStatus ? Is.EqualTo(ByStatus) : Has.Count.EqualTo(3).And.No.Member("status=queued"));
    }

    [Test]
    public async Task WaitForAllAsync_ListIsLargerThanMaxResponseBytes_RequestsByIds()
    {
        CreateClient(options => options.MaxResponseBytes = 20_000);
        SetRuns(250, "running");

        // Not more runs than their requests save, but large ones.
        Service.Set("other", "running", 0, $$""","input":{"text":"{{new string('x', 30_000)}}"}""");
        Service.Set("r1", "queued");
        _ = Client.WaitForAllAsync("kb", RunIds(250));
        await WaitUntilIdleAsync();

        Assert.That(Service.Queries.Skip(2).SelectMany(IdsInQuery), Is.EquivalentTo(RunIds(250).Skip(1)));
        Assert.That(await RunNextPollAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForCompletionAsync_ManyWaitsJoinARunningPoller_GoByStatusAtOnce()
    {
        SetRuns(1000, "running");
        _ = Client.WaitForCompletionAsync("kb", "r1");
        await WaitUntilIdleAsync();
        foreach (var id in RunIds(1000).Skip(1))
        {
            _ = Client.WaitForCompletionAsync("kb", id);
        }

        Assert.That(await RunNextPollAsync(), Is.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForCompletionAsync_WaitsForTheOtherRunsOfTheListsJoin_GoByStatusAgain()
    {
        foreach (var id in RunIds(1000))
        {
            Service.Set(id, "running", 0, $$""","input":{"text":"{{new string('x', 500)}}"}""");
        }

        _ = Client.WaitForAllAsync("kb", RunIds(300));
        await WaitUntilIdleAsync();
        Assert.That(await RunNextPollAsync(), Has.Count.EqualTo(3), "The lists contain too many other runs.");
        _ = Client.WaitForAllAsync("kb", RunIds(1000));

        Assert.That(await RunNextPollAsync(), Is.EqualTo(ByStatus));
    }

    [Test]
    public async Task WaitForAllAsync_RequestForAllRunsOfAWatchFails_IsRequestedByIdsInTheSamePoll()
    {
        Service.Set("a", "running");
        Service.Fault = query => query.Length == 0 ? HttpStatusCode.GatewayTimeout : null;
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { OutageTimeout = OneMinute }));
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
        await watch.TakeAsync(2);
        await RunPollsUntilFailureAsync<RunPollingException>(watch.MoveNextTask);
    }

    private static string OtherRun(int number, int size) =>
        $$$"""{"id":"other{{{number}}}","status":"queued","input":{"text":"{{{new string('x', size)}}}"}}""";
}
