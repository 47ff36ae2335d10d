using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>What the Progress of a wait is told, and when.</summary>
public sealed class WaitProgressTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_LifeOfARun_IsReportedInOrderWithItsEnd()
    {
        var progress = new Recorder();
        Service.Set("a", "queued");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Progress = progress });
        await progress.ReportedAsync();
        await PollAsync();
        Service.Set("a", "running", 40);
        await PollAsync();
        await progress.ReportedAsync();
        await PollAsync();
        Service.Set("a", "completed", 100);
        await BeginPollAsync();
        await Soon(wait);

        Assert.That(progress.Changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])
            [RunChangeKind.Appeared, RunChangeKind.StatusChanged, RunChangeKind.Completed]));
        Assert.That(progress.Changes[0].Previous, Is.Null);
        Assert.That(progress.Changes.Skip(1).Select(change => change.Previous), Is.EqualTo(progress.Changes.SkipLast(1).Select(change => change.Current)));
    }

    [Test]
    public async Task WaitForAllAsync_RunsOfTheWait_AreReportedAndNoOthers()
    {
        var progress = new Recorder();
        Service.Set("a", "completed");
        Service.Set("b", "failed");
        Service.Set("c", "completed");
        var other = Client.WaitForCompletionAsync("kb", "c");

        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { Progress = progress });
        await Task.WhenAny(wait, BeginPollAsync());
        await Soon(wait);
        await Soon(other);

        Assert.That(progress.Changes.Select(change => change.Current.Id), Is.EquivalentTo((string[])["a", "b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunThatGoesBackFromRunningToQueued_IsReportedAndWaitedForOn()
    {
        var progress = new Recorder();
        Service.Set("a", "running", 60);
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Progress = progress });
        await PauseAsync();
        await progress.ReportedAsync();
        Service.Set("a", "queued");
        await PollAsync();
        await progress.ReportedAsync();
        Service.Set("a", "completed");
        await BeginPollAsync();
        await Soon(wait);

        Assert.That(progress.Changes.Select(change => change.Current.Status.Value), Is.EqualTo((string[])["running", "queued", "completed"]));
    }

    [Test]
    public async Task WaitForAllAsync_CancelledFromWithinProgress_ReportsNoMore()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder(_ => cancellation.Cancel());

        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { Progress = progress }, cancellation.Token);
        await FailureOf<OperationCanceledException>(wait);

        Assert.That(progress.Changes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForAllAsync_TimedOutWithinProgress_ReportsNoMore()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        var timeout = TimeSpan.FromHours(2);
        var progress = new Recorder(_ => Clock.Advance(timeout));

        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { Progress = progress, Timeout = timeout });
        await FailureOf<RunWaitTimeoutException>(wait);

        Assert.That(progress.Changes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunChangesAfterTheWaitWasCancelled_IsNotReported()
    {
        Service.Set("a", "running");
        using var cancellation = new CancellationTokenSource();
        var progress = new Recorder();
        var cancelled = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Progress = progress }, cancellation.Token);
        var other = Client.WaitForCompletionAsync("kb", "a");
        await PauseAsync();
        await progress.ReportedAsync();
        await cancellation.CancelAsync();
        await FailureOf<OperationCanceledException>(cancelled);

        await PollAsync();
        Service.Set("a", "completed");
        await BeginPollAsync();
        await Soon(other);

        Assert.That(progress.Changes, Has.Count.EqualTo(1));
    }
}
