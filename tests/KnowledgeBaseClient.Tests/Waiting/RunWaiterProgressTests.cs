using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Which changes a wait reports to <see cref="WaitOptions.Progress"/>, and when.</summary>
public sealed class RunWaiterProgressTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_RunChangesUntilItFinishes_ReportsEveryChangeInOrder()
    {
        var progress = new ProgressRecorder();
        Service.Set("a", "queued");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Progress = progress });
        await progress.WaitForReportAsync();
        await RunNextPollAsync();
        Service.Set("a", "running", 40);
        await RunNextPollAsync();
        await progress.WaitForReportAsync();
        await RunNextPollAsync();
        Service.Set("a", "completed", 100);
        await StartNextPollAsync();
        await wait.OrTimeout();

        Assert.That(progress.Changes.Select(change => change.Kind), Is.EqualTo((RunChangeKind[])
            [RunChangeKind.Appeared, RunChangeKind.StatusChanged, RunChangeKind.Completed]));
        Assert.That(progress.Changes[0].Previous, Is.Null);
        Assert.That(
            progress.Changes.Skip(1).Select(change => change.Previous),
            Is.EqualTo(progress.Changes.SkipLast(1).Select(change => change.Current)));
    }

    [Test]
    public async Task WaitForAllAsync_AnotherWaitForOtherRun_ReportsOwnRunsOnly()
    {
        var progress = new ProgressRecorder();
        Service.Set("a", "completed");
        Service.Set("b", "failed");
        Service.Set("c", "completed");
        var otherWait = Client.WaitForCompletionAsync("kb", "c");

        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { Progress = progress });
        await Task.WhenAny(wait, StartNextPollAsync());
        await wait.OrTimeout();
        await otherWait.OrTimeout();

        Assert.That(progress.Changes.Select(change => change.Current.Id), Is.EquivalentTo((string[])["a", "b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunningRunIsQueuedAgain_ReportsItAndKeepsWaiting()
    {
        var progress = new ProgressRecorder();
        Service.Set("a", "running", 60);
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Progress = progress });
        await WaitUntilIdleAsync();
        await progress.WaitForReportAsync();
        Service.Set("a", "queued");
        await RunNextPollAsync();
        await progress.WaitForReportAsync();
        Service.Set("a", "completed");
        await StartNextPollAsync();
        await wait.OrTimeout();

        Assert.That(
            progress.Changes.Select(change => change.Current.Status.Value), Is.EqualTo((string[])["running", "queued", "completed"]));
    }

    [Test]
    public async Task WaitForAllAsync_CanceledByProgressCallback_ReportsNothingMore()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        using var cancellation = new CancellationTokenSource();
        var progress = new ProgressRecorder(_ => cancellation.Cancel());

        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { Progress = progress }, cancellation.Token);
        await CatchAsync<OperationCanceledException>(wait);

        Assert.That(progress.Changes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForAllAsync_TimeoutElapsesInProgressCallback_ReportsNothingMore()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        var timeout = TimeSpan.FromHours(2);
        var progress = new ProgressRecorder(_ => Clock.Advance(timeout));

        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { Progress = progress, Timeout = timeout });
        await CatchAsync<RunWaitTimeoutException>(wait);

        Assert.That(progress.Changes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunChangesAfterCancellation_IsNotReported()
    {
        Service.Set("a", "running");
        using var cancellation = new CancellationTokenSource();
        var progress = new ProgressRecorder();
        var canceled = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Progress = progress }, cancellation.Token);
        var other = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await progress.WaitForReportAsync();
        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(canceled);

        await RunNextPollAsync();
        Service.Set("a", "completed");
        await StartNextPollAsync();
        await other.OrTimeout();

        Assert.That(progress.Changes, Has.Count.EqualTo(1));
    }
}
