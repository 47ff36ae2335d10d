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
            await PollAsync();
        }

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => (change.Current.Id, change.Previous!.Progress, change.Current.Progress)), Is.EquivalentTo(
            ((string, int, int)[])[("a", 0, 50), ("b", 0, 100)]));
        Assert.That(watch.Next.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_RunEndedAndRunsAgainMeanwhile_GivesTheEndingToo()
    {
        var watch = await WatchAsync("a");
        Service.Set("a", "failed", 80);
        await PollAsync();
        Service.Set("a", "queued");
        await PollAsync();
        Service.Set("a", "running", 10);
        await PollAsync();

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])[RunChangeKind.Failed, RunChangeKind.StatusChanged]));
        Assert.That(changes[0].Previous!.Status, Is.EqualTo(RunStatus.Running));
        Assert.That(changes[1].Previous, Is.EqualTo(changes[0].Current));
        Assert.That(changes[1].Current.Progress, Is.EqualTo(10));
        Assert.That(watch.Next.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_RunEndedAndVanishedMeanwhile_GivesTheEndingThenThat()
    {
        var watch = await WatchAsync("a");
        Service.Set("a", "completed", 100);
        await PollAsync();
        Service.Remove("a");
        await PollAsync();

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])[RunChangeKind.Completed, RunChangeKind.Vanished]));
        Assert.That(changes[1].Previous, Is.EqualTo(changes[0].Current));
    }

    [Test]
    public async Task WatchAsync_TwoEndingsOfOneRunMeanwhile_GivesBoth()
    {
        var watch = await WatchAsync("a");
        Service.Set("a", "failed");
        await PollAsync();
        Service.Set("a", "running");
        await PollAsync();
        Service.Set("a", "completed");
        await PollAsync();

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
            await PollAsync();
        }

        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Current.Status), Is.EqualTo((RunStatus[])[RunStatus.Failed, RunStatus.Queued]));
        Assert.That(watch.Next.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_RunThatComesAndGoesMeanwhile_IsDrawnTogetherToo()
    {
        var watch = await WatchAsync("a", "b");
        for (var times = 0; times < 10; times++)
        {
            Service.Remove("b");
            await PollAsync();
            Service.Set("b", "running", times + 1);
            await PollAsync();
        }

        Service.Set("a", "completed");
        await PollAsync();
        var changes = await watch.TakeAsync(2);

        Assert.That(changes.Select(change => change.Current.Id), Is.EqualTo((string[])["b", "a"]));
        Assert.That(changes[0].Current.Progress, Is.EqualTo(10));
        Assert.That(watch.Next.IsCompleted, Is.False);
    }

    [Test]
    public async Task WatchAsync_RunThatIsAsBefore_IsNoChange()
    {
        var watch = await WatchAsync("a", "b");
        Service.Set("a", "running", 50);
        await PollAsync();
        Service.Set("a", "running");
        await PollAsync();
        Service.Set("b", "running", 1);
        await PollAsync();

        Assert.That((await watch.TakeAsync()).Current.Id, Is.EqualTo("b"));
    }

    [Test]
    public async Task WatchAsync_EndOfTheWatch_ComesAfterWhatWasSeenBefore()
    {
        var watch = await WatchAsync("a");
        Service.Set("a", "completed");
        await PollAsync();
        Service.Fault = _ => System.Net.HttpStatusCode.Unauthorized;
        await BeginPollAsync();
        await Clock.DisarmedAsync();

        Assert.That((await watch.TakeAsync()).Kind, Is.EqualTo(RunChangeKind.Completed));
        await FailureOf<ApiKeyRejectedException>(watch.Next);
    }

    [Test]
    public async Task WatchAsync_CancelledWithChangesUnread_EndsAtOnce()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        using var cancellation = new CancellationTokenSource();
        var watch = Read(Client.WatchAsync("kb"), cancellation.Token);
        await watch.TakeAsync();

        await cancellation.CancelAsync();

        var failure = await FailureOf<OperationCanceledException>(watch.Next);
        Assert.That(failure.CancellationToken, Is.EqualTo(cancellation.Token));
    }

    // A watch whose reader has been told of these running runs, and then does something else.
    private async Task<Reader<RunChange>> WatchAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            Service.Set(id, "running");
        }

        var watch = Read(Client.WatchAsync("kb"));
        await watch.TakeAsync(ids.Length);
        return watch;
    }
}
