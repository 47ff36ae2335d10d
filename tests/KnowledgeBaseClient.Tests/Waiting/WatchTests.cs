using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>What a watch tells of the runs of a knowledge base.</summary>
public sealed class WatchTests : WaitingFixture
{
    [Test]
    public async Task WatchAsync_LifeOfARun_IsTrueChangeByChange()
    {
        var watch = Consume(Client.WatchAsync("kb"));
        var changes = new List<RunChange>();
        await WaitUntilIdleAsync();
        (string Status, int Progress, string More)[] life =
        [
            ("queued", 0, ""), ("running", 0, ""), ("running", 50, ""), ("running", 50, ""","source":"api" """), ("queued", 0, ""), ("running", 90, ""),
            ("completed", 100, ""),
        ];
        foreach (var (status, progress, more) in life)
        {
            Service.Set("a", status, progress, more);
            await RunNextPollAsync();
            changes.Add(await watch.TakeAsync());
        }

        Service.Remove("a");
        await RunNextPollAsync();
        changes.Add(await watch.TakeAsync());

        Assert.That(changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])
            [
                RunChangeKind.Appeared, RunChangeKind.StatusChanged, RunChangeKind.Progressed, RunChangeKind.Updated, RunChangeKind.StatusChanged,
                RunChangeKind.StatusChanged, RunChangeKind.Completed, RunChangeKind.Vanished,
            ]));
        Assert.That(changes[0].Previous, Is.Null);
        Assert.That(changes.Skip(1).Select(change => change.Previous), Is.EqualTo(changes.SkipLast(1).Select(change => change.Current)));
        Assert.That(changes[^1].Current, Is.EqualTo(changes[^2].Current));
    }

    [TestCase("completed", RunChangeKind.Completed)]
    [TestCase("failed", RunChangeKind.Failed)]
    [TestCase("stopped", RunChangeKind.Stopped)]
    [TestCase("never_heard_of", RunChangeKind.StatusChanged)]
    public async Task WatchAsync_RunChangesItsStatus_SaysHow(string status, RunChangeKind kind)
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        Service.Set("a", status);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(kind));
    }

    [Test]
    public async Task WatchAsync_NodesMove_SaysWhichAndHow()
    {
        Service.Set("a", "running", 10, Nodes("", "n1", "n2"));
        var watch = Consume(Client.WatchAsync("kb"));
        var first = await watch.TakeAsync();
        Service.Set("a", "running", 60, Nodes("n1", "n2", ""));
        await RunNextPollAsync();
        var second = await watch.TakeAsync();

        Assert.That(first.MovedNodes, Is.EqualTo((NodeMove[])[new("n1", NodeState.Remaining, NodeState.Running)]));
        Assert.That(second.MovedNodes, Is.EquivalentTo((NodeMove[])
            [new("n1", NodeState.Running, NodeState.Executed), new("n2", NodeState.Remaining, NodeState.Running)]));
    }

    [Test]
    public async Task WatchAsync_RunVanishesAndComesBack_HasAppearedAnew()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        Service.Remove("a");
        await RunNextPollAsync();
        var gone = await watch.TakeAsync();
        Service.Set("a", "running");
        await RunNextPollAsync();
        var back = await watch.TakeAsync();

        Assert.That((gone.Kind, back.Kind), Is.EqualTo((RunChangeKind.Vanished, RunChangeKind.Appeared)));
        Assert.That(back.Previous, Is.Null);
    }

    [Test]
    public async Task WatchAsync_PollThatFails_LetsNoRunVanish()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        Service.Fail(System.Net.HttpStatusCode.BadGateway);
        await RunNextPollAsync();
        Service.Set("a", "running", 1);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Progressed));
    }

    [Test]
    public async Task WatchAsync_WithoutWhatExists_BeginsWithTheFirstChange()
    {
        Service.Set("a", "running");
        Service.Set("b", "completed");
        Service.Fail(System.Net.HttpStatusCode.BadGateway);
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

    [TestCase(true)]
    [TestCase(false)]
    public async Task WatchAsync_OfCertainRuns_AsksForThemAloneAndEndsWithTheLastOfThem(bool includeExisting)
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
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a,b", "run_ids=b"]));
    }

    [Test]
    public async Task WatchAsync_WithoutWhatExistsOfRunsThatHaveEnded_EndsAtOnce()
    {
        Service.Set("a", "completed");
        var options = new WatchOptions { Filter = new RunFilter { RunIds = ["a"] }, IncludeExisting = false };

        Assert.That(await Consume(Client.WatchAsync("kb", options)).MoveNextTask.OrTimeout(), Is.False);
    }

    [Test]
    public async Task WatchAsync_OfAStatus_TellsOfRunsThatComeToItOrLeaveIt()
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
    public async Task WatchAsync_OfNoStatusAtAll_TellsOfEveryRun()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { Filter = new RunFilter { Status = default(RunStatus) } }));

        Assert.That((await watch.TakeAsync()).Current.Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task WatchAsync_TwoReaders_EachGetAllChanges()
    {
        Service.Set("a", "running");
        var readers = new[] { Consume(Client.WatchAsync("kb")), Consume(Client.WatchAsync("kb")) };
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        foreach (var reader in readers)
        {
            Assert.That((await reader.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Appeared));
        }

        Service.Set("a", "completed");
        await RunNextPollAsync();

        foreach (var reader in readers)
        {
            Assert.That((await reader.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Completed));
        }
    }

    private static string Nodes(string executed, string running, string remaining) =>
        $$""","progress_details":{"executed_nodes":[{{Quoted(executed)}}],"running_nodes":[{{Quoted(running)}}],"remaining_nodes":[{{Quoted(remaining)}}]}""";

    private static string Quoted(string node) => node.Length == 0 ? "" : $"\"{node}\"";
}
