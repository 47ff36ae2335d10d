using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A reader of changes who takes his time gets them drawn together run by run, with every ending.</summary>
public sealed class SlowConsumerTests : WaitingFixture
{
    [Test]
    public async Task WatchAsync_ManyChangesMeanwhile_AreOneForEachRun()
    {
        var watch = await WatchAsync("a", "b");
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
    public async Task WatchAsync_RunEndedAndRunsAgainMeanwhile_GivesTheEndingToo()
    {
        var watch = await WatchAsync("a");
        Service.Set("a", "failed", 80);
        await RunNextPollAsync();
        Service.Set("a", "queued");
        await RunNextPollAsync();
        Service.Set("a", "running", 10);
        await RunNextPollAsync();

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])[RunChangeKind.Failed, RunChangeKind.StatusChanged]));
        Assert.That(changes[0].Previous!.Status, Is.EqualTo(RunStatus.Running));
        Assert.That(changes[1].Previous, Is.EqualTo(changes[0].Current));
        Assert.That(changes[1].Current.Progress, Is.EqualTo(10));
        Assert.That(watch.MoveNextTask.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_RunEndedAndVanishedMeanwhile_GivesTheEndingThenThat()
    {
        var watch = await WatchAsync("a");
        Service.Set("a", "completed", 100);
        await RunNextPollAsync();
        Service.Remove("a");
        await RunNextPollAsync();

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])[RunChangeKind.Completed, RunChangeKind.Vanished]));
        Assert.That(changes[1].Previous, Is.EqualTo(changes[0].Current));
    }

    [Test]
    public async Task WatchAsync_TwoEndingsOfOneRunMeanwhile_GivesBoth()
    {
        var watch = await WatchAsync("a");
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
    public async Task WatchAsync_TwoEndingsOfOneRunThatRunsAgainMeanwhile_GivesTheFirstAndWhatIsNow()
    {
        var watch = await WatchAsync("a");
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
    public async Task WatchAsync_RunThatComesAndGoesMeanwhile_IsDrawnTogetherToo()
    {
        var watch = await WatchAsync("a", "b");
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
    public async Task WatchAsync_RunThatIsAsBefore_IsNoChange()
    {
        var watch = await WatchAsync("a", "b");
        Service.Set("a", "running", 50);
        await RunNextPollAsync();
        Service.Set("a", "running");
        await RunNextPollAsync();
        Service.Set("b", "running", 1);
        await RunNextPollAsync();

        Assert.That((await watch.TakeAsync()).Current.Id, Is.EqualTo("b"));
    }

    [Test]
    public async Task WatchAsync_EndOfTheWatch_ComesAfterWhatWasSeenBefore()
    {
        var watch = await WatchAsync("a");
        Service.Set("a", "completed");
        await RunNextPollAsync();
        Service.Fault = _ => System.Net.HttpStatusCode.Unauthorized;
        await StartNextPollAsync();
        await Clock.DisarmedAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Completed));
        await CatchAsync<ApiKeyRejectedException>(watch.MoveNextTask);
    }

    [Test]
    public async Task WatchAsync_CancelledWithChangesUnread_EndsAtOnce()
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

    // A watch whose reader has been told of these running runs, and then does something else.
    private async Task<Consumer<RunChange>> WatchAsync(params string[] ids)
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
