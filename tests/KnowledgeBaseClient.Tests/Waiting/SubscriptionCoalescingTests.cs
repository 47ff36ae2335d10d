using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Unread changes are coalesced per run: the first terminal state and the latest change are kept.</summary>
public sealed class SubscriptionCoalescingTests : WaitingFixture
{
    [Test]
    public async Task WatchAsync_ManyUnreadChanges_YieldsOnePerRun()
    {
        var watch = await StartWatchAsync("a", "b");
        for (var progress = 1; progress <= 50; progress++)
        {
            Service.Set("a", "running", progress);
            Service.Set("b", "running", progress * 2);
            await RunNextPollAsync();
        }

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => (change.Current.Id, change.Previous!.Progress, change.Current.Progress)), Is.EquivalentTo(
            ((string, int, int)[])[("a", 0, 50), ("b", 0, 100)]));
        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_UnreadChangeIsReverted_YieldsNothing()
    {
        var watch = await StartWatchAsync("a", "b");
        Service.Set("a", "running", 50);
        await RunNextPollAsync();
        Service.Set("a", "running");
        await RunNextPollAsync();
        Service.Set("b", "running", 1);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync()).Current.Id, Is.EqualTo("b"));
    }

    [Test]
    public async Task WatchAsync_UnreadRunFailsAndRestarts_YieldsFailedAndLatestState()
    {
        var watch = await StartWatchAsync("a");
        Service.Set("a", "failed", 80);
        await RunNextPollAsync();
        Service.Set("a", "queued");
        await RunNextPollAsync();
        Service.Set("a", "running", 10);
        await RunNextPollAsync();

        var changes = await watch.TakeAsync(2);

        Assert.That(
            changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])[RunChangeKind.Failed, RunChangeKind.StatusChanged]));
        Assert.That(changes[0].Previous!.Status, Is.EqualTo(RunStatus.Running));
        Assert.That(changes[1].Previous, Is.EqualTo(changes[0].Current));
        Assert.That(changes[1].Current.Progress, Is.EqualTo(10));
        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_UnreadRunCompletesAndVanishes_YieldsBothInOrder()
    {
        var watch = await StartWatchAsync("a");
        Service.Set("a", "completed", 100);
        await RunNextPollAsync();
        Service.Remove("a");
        await RunNextPollAsync();

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])[RunChangeKind.Completed, RunChangeKind.Vanished]));
        Assert.That(changes[1].Previous, Is.EqualTo(changes[0].Current));
    }

    [Test]
    public async Task WatchAsync_UnreadRunFinishesTwice_YieldsBoth()
    {
        var watch = await StartWatchAsync("a");
        Service.Set("a", "failed");
        await RunNextPollAsync();
        Service.Set("a", "running");
        await RunNextPollAsync();
        Service.Set("a", "completed");
        await RunNextPollAsync();

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])[RunChangeKind.Failed, RunChangeKind.Completed]));
    }

    [Test]
    public async Task WatchAsync_UnreadRunFinishesTwiceAndRestarts_YieldsFirstTerminalAndLatestState()
    {
        var watch = await StartWatchAsync("a");
        foreach (var status in (string[])["failed", "running", "completed", "queued"])
        {
            Service.Set("a", status);
            await RunNextPollAsync();
        }

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Current.Status), Is.EqualTo((RunStatus[])[RunStatus.Failed, RunStatus.Queued]));
        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_UnreadRunVanishesAndReturns_YieldsOneChange()
    {
        var watch = await StartWatchAsync("a", "b");
        for (var times = 0; times < 10; times++)
        {
            Service.Remove("b");
            await RunNextPollAsync();
            Service.Set("b", "running", times + 1);
            await RunNextPollAsync();
        }

        Service.Set("a", "completed");
        await RunNextPollAsync();
        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Current.Id), Is.EqualTo((string[])["b", "a"]));
        Assert.That(changes[0].Current.Progress, Is.EqualTo(10));
        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_FailsWithUnreadChanges_YieldsChangesThenThrows()
    {
        var watch = await StartWatchAsync("a");
        Service.Set("a", "completed");
        await RunNextPollAsync();
        Service.Fault = _ => HttpStatusCode.Unauthorized;
        await RunNextPollAsync();
        await RunNextPollAsync();
        await StartNextPollAsync();
        await Clock.DisarmedAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Completed));
        await CatchAsync<ApiKeyRejectedException>(watch.MoveNextTask);
    }

    [Test]
    public async Task WatchAsync_CanceledWithUnreadChanges_ThrowsImmediately()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        using var cancellation = new CancellationTokenSource();
        var watch = Consume(Client.WatchAsync("kb"), cancellation.Token);
        await watch.TakeAsync();

        await cancellation.CancelAsync();

        var failure = await CatchAsync<OperationCanceledException>(watch.MoveNextTask);
        Assert.That(failure.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    // Starts a watch, takes the first change of each of these running runs, and leaves all later changes unread.
    private async Task<Consumer<RunChange>> StartWatchAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            Service.Set(id, "running");
        }

        var watch = Consume(Client.WatchAsync("kb"));
        await watch.TakeAsync(ids.Length);
        return watch;
    }
}
