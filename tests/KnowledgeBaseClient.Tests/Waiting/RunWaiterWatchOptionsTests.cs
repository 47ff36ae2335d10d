using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary><see cref="WatchOptions.Filter"/> and <see cref="WatchOptions.IncludeExisting"/> select the changes of a watch.</summary>
public sealed class RunWaiterWatchOptionsTests : WaitingFixture
{
    [Test]
    public async Task WatchAsync_ExistingRunsExcluded_StartsWithFirstChange()
    {
        Service.Set("a", "running");
        Service.Set("b", "completed");
        Service.Fail(HttpStatusCode.BadGateway);
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { IncludeExisting = false }));
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);

        Service.Set("a", "running", 5);
        Service.Set("c", "queued");
        await RunNextPollAsync();
        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => (change.Current.Id, change.Kind)), Is.EquivalentTo(
            ((string, RunChangeKind)[])[("a", RunChangeKind.Progressed), ("c", RunChangeKind.Appeared)]));
        Assert.That(changes.Single(change => change.Current.Id == "a").Previous!.Progress, Is.Zero);
    }

    [Test]
    public async Task WatchAsync_ExistingRunsExcludedAndOneRequestFailsAtFirst_ReportsChangesOnly()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        Service.Set("a", "running");
        Service.Set("b", "running");
        Service.Fault = query => query == "run_ids=b" ? HttpStatusCode.BadGateway : null;
        var options = new WatchOptions { Filter = new RunFilter { RunIds = ["a", "b"] }, IncludeExisting = false };
        var watch = Consume(Client.WatchAsync("kb", options));
        await WaitUntilIdleAsync();
        Service.Fault = _ => null;
        Service.Set("a", "running", 5);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync()).Current, Has.Property(nameof(RunSummary.Id)).EqualTo("a"));
        Service.Set("b", "running", 7);
        await RunNextPollAsync();
        Assert.That((await watch.TakeAsync()).Previous, Is.Not.Null.And.Property(nameof(RunSummary.Id)).EqualTo("b"));
    }

    [Test]
    public async Task WatchAsync_ExistingRunsExcludedAndAllFinished_EndsImmediately()
    {
        Service.Set("a", "completed");
        var options = new WatchOptions { Filter = new RunFilter { RunIds = ["a"] }, IncludeExisting = false };

        Assert.That(await Consume(Client.WatchAsync("kb", options)).MoveNextTask.OrTimeout(), Is.False);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task WatchAsync_FilterByIds_RequestsThoseIdsAndEndsWhenAllFinished(bool includeExisting)
    {
        Service.Set("a", "completed");
        Service.Set("b", "running");
        Service.Set("c", "running");
        var options = new WatchOptions { Filter = new RunFilter { RunIds = ["a", "b", "a"] }, IncludeExisting = includeExisting };
        var watch = Consume(Client.WatchAsync("kb", options));
        if (includeExisting)
        {
            await watch.TakeAsync(2);
        }

        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);
        await WaitUntilIdleAsync();
        Service.Set("b", "failed");
        await StartNextPollAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Failed));
        Assert.That(await watch.MoveNextTask.OrTimeout(), Is.False);
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=a,b", "run_ids=b"]));
    }

    [Test]
    public async Task WatchAsync_FilterByStatus_YieldsRunsThatEnterOrLeaveIt()
    {
        Service.Set("a", "running");
        Service.Set("b", "failed");
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { Filter = new RunFilter { Status = RunStatus.Failed } }));
        var changes = new List<RunChange> { await watch.TakeAsync() };
        Service.Set("a", "running", 50);
        await RunNextPollAsync();
        Service.Set("a", "failed", 50);
        await RunNextPollAsync();
        changes.Add(await watch.TakeAsync());
        Service.Set("a", "queued");
        await RunNextPollAsync();
        changes.Add(await watch.TakeAsync());

        Assert.That(changes.Select(change => (change.Current.Id, change.Previous?.Status.Value, change.Current.Status.Value)), Is.EqualTo(
            ((string, string?, string)[])[("b", null, "failed"), ("a", "running", "failed"), ("a", "failed", "queued")]));
    }

    [Test]
    public async Task WatchAsync_FilterByDefaultStatus_YieldsEveryRun()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { Filter = new RunFilter { Status = default(RunStatus) } }));

        Assert.That((await watch.TakeAsync()).Current.Id, Is.EqualTo("a"));
    }
}
