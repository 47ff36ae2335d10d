using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Which changes a watch yields.</summary>
public sealed class RunWaiterWatchTests : WaitingFixture
{
    [Test]
    public async Task WatchAsync_RunChangesUntilItVanishes_YieldsEveryChange()
    {
        var watch = Consume(Client.WatchAsync("kb"));
        var changes = new List<RunChange>();
        await WaitUntilIdleAsync();
        (string Status, int Progress, string More)[] states =
        [
            ("queued", 0, ""),
            ("running", 0, ""),
            ("running", 50, ""),
            ("running", 50, ""","source":"api" """),
            ("queued", 0, ""),
            ("running", 90, ""),
            ("completed", 100, ""),
        ];
        foreach (var (status, progress, more) in states)
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
                RunChangeKind.Appeared,
                RunChangeKind.StatusChanged,
                RunChangeKind.Progressed,
                RunChangeKind.Updated,
                RunChangeKind.StatusChanged,
                RunChangeKind.StatusChanged,
                RunChangeKind.Completed,
                RunChangeKind.Vanished,
            ]));
        Assert.That(changes[0].Previous, Is.Null);
        Assert.That(changes.Skip(1).Select(change => change.Previous), Is.EqualTo(changes.SkipLast(1).Select(change => change.Current)));
        Assert.That(changes[^1].Current, Is.EqualTo(changes[^2].Current));
    }

    [TestCase("completed", RunChangeKind.Completed)]
    [TestCase("failed", RunChangeKind.Failed)]
    [TestCase("stopped", RunChangeKind.Stopped)]
    [TestCase("unknown_status", RunChangeKind.StatusChanged)]
    public async Task WatchAsync_StatusChanges_YieldsMatchingKind(string status, RunChangeKind kind)
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        Service.Set("a", status);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(kind));
    }

    [Test]
    public async Task WatchAsync_NodesChangeState_YieldsMovedNodes()
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
    public async Task WatchAsync_VanishedRunReturns_YieldsAppeared()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        Service.Remove("a");
        await RunNextPollAsync();
        var vanished = await watch.TakeAsync();
        Service.Set("a", "running");
        await RunNextPollAsync();
        var returned = await watch.TakeAsync();

        Assert.That((vanished.Kind, returned.Kind), Is.EqualTo((RunChangeKind.Vanished, RunChangeKind.Appeared)));
        Assert.That(returned.Previous, Is.Null);
    }

    [Test]
    public async Task WatchAsync_PollFails_YieldsNoVanishedChange()
    {
        Service.Set("a", "running");
        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync();
        Service.Fail(HttpStatusCode.BadGateway);
        await RunNextPollAsync();
        Service.Set("a", "running", 1);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Progressed));
    }

    [Test]
    public async Task WatchAsync_TwoConsumers_EachReceivesEveryChange()
    {
        Service.Set("a", "running");
        var consumers = new[] { Consume(Client.WatchAsync("kb")), Consume(Client.WatchAsync("kb")) };
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        foreach (var consumer in consumers)
        {
            Assert.That((await consumer.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Appeared));
        }

        Service.Set("a", "completed");
        await RunNextPollAsync();

        foreach (var consumer in consumers)
        {
            Assert.That((await consumer.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Completed));
        }
    }

    private static string Nodes(string executed, string running, string remaining) =>
        $$""","progress_details":{"executed_nodes":[{{Quoted(executed)}}]"""
        + $$""","running_nodes":[{{Quoted(running)}}]"""
        + $$""","remaining_nodes":[{{Quoted(remaining)}}]}""";

    private static string Quoted(string node) => node.Length == 0 ? "" : $"\"{node}\"";
}
