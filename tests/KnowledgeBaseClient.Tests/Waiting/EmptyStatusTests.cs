using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

// A run with an empty or white-space status is not finished for waits and watches.
public sealed class EmptyStatusTests : WaitingFixture
{
    private static readonly string[] Statuses = ["", " "];

    [Test]
    public async Task WaitForCompletionAsync_EmptyStatus_WaitsUntilTheRunFinishes([ValueSource(nameof(Statuses))] string status)
    {
        Service.Set("a", status);
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await RunNextPollAsync();
        var isDone = wait.IsCompleted;
        Service.Set("a", "completed", 100);
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
        Assert.That(isDone, Is.False);
    }

    // So many runs that the poller prefers requests by status over requests by id.
    [Test]
    public async Task WaitForAllAsync_ManyRunsWithAnEmptyStatus_WaitsUntilAllFinish()
    {
        var ids = RunIds(500);
        foreach (var id in ids)
        {
            Service.Set(id, "");
        }

        var wait = Client.WaitForAllAsync("kb", ids);
        await RunNextPollAsync();
        await RunNextPollAsync();
        var isDone = wait.IsCompleted;
        foreach (var id in ids)
        {
            Service.Set(id, "completed");
        }

        await StartNextPollAsync();
        var runs = await wait.OrTimeout();

        Assert.That(isDone, Is.False);
        Assert.That(runs.Select(run => run.Status), Is.All.EqualTo(RunStatus.Completed));
        Assert.That(runs, Has.Count.EqualTo(ids.Count));
    }

    [Test]
    public async Task WatchAsync_EmptyStatus_IsReportedAsAChangeOfStatus([ValueSource(nameof(Statuses))] string status)
    {
        Service.Set("a", status);
        var watch = Consume(Client.WatchAsync("kb"));
        var kinds = new List<RunChangeKind> { (await watch.TakeAsync()).Kind };
        foreach (var next in (string[])["running", status, "failed"])
        {
            Service.Set("a", next);
            await RunNextPollAsync();
            kinds.Add((await watch.TakeAsync()).Kind);
        }

        Assert.That(kinds, Is.EqualTo((RunChangeKind[])
            [RunChangeKind.Appeared, RunChangeKind.StatusChanged, RunChangeKind.StatusChanged, RunChangeKind.Failed]));
    }
}
