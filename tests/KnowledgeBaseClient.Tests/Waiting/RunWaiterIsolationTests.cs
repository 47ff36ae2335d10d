using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A waiter or watcher that fails, blocks or leaves affects neither the other callers nor the poller.</summary>
public sealed class RunWaiterIsolationTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_AnotherWaitIsCanceled_Completes()
    {
        using var cancellation = new CancellationTokenSource();
        var (first, other) = await StartTwoWaitsAsync(new WaitOptions(), cancellation.Token);

        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(other);

        await AssertCompletesAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_ProgressThrows_FailsOwnWaitOnly()
    {
        var progress = new ProgressRecorder(_ => throw new InvalidTimeZoneException());
        var (first, other) = await StartTwoWaitsAsync(new WaitOptions { Progress = progress });

        await CatchAsync<InvalidTimeZoneException>(other);

        await AssertCompletesAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_UntilThrows_FailsOwnWaitOnly()
    {
        var (first, other) = await StartTwoWaitsAsync(new WaitOptions { Until = _ => throw new InvalidTimeZoneException() });

        await CatchAsync<InvalidTimeZoneException>(other);

        await AssertCompletesAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_ProgressBlocks_DelaysOwnWaitOnly()
    {
        using var released = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        var progress = new ProgressRecorder(_ =>
        {
            entered.Release();
            released.Wait();
        });
        var (first, other) = await StartTwoWaitsAsync(new WaitOptions { Progress = progress });
        await entered.WaitAsync();

        await AssertCompletesAsync(first);

        Assert.That(other.IsCompleted, Is.False);
        released.Set();
        Assert.That((await other.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForEachAsync_EnumeratorIsAbandoned_OtherWaitsComplete()
    {
        Service.Set("b", "completed");
        var abandoned = Consume(Client.WaitForEachAsync("kb", ["a", "b"]));
        await abandoned.TakeAsync();
        var (first, _) = await StartTwoWaitsAsync(new WaitOptions());

        await AssertCompletesAsync(first);
    }

    [Test]
    public async Task WaitForEachAsync_EnumeratorIsDisposed_ItsRunsAreNotPolled()
    {
        Service.Set("b", "completed");
        Service.Set("c", "running");
        var disposed = Consume(Client.WaitForEachAsync("kb", ["b", "c"]));
        await disposed.TakeAsync();
        await StartTwoWaitsAsync(new WaitOptions());

        await disposed.DisposeAsync();

        Assert.That(await RunNextPollAsync(), Is.EqualTo((string[])["run_ids=a"]));
    }

    [Test]
    public async Task WatchAsync_EnumeratorIsAbandoned_OtherWaitsComplete()
    {
        Service.Set("b", "running");
        var abandoned = Consume(Client.WatchAsync("kb"));
        await abandoned.TakeAsync();
        var (first, _) = await StartTwoWaitsAsync(new WaitOptions());
        for (var progress = 0; progress < 100; progress++)
        {
            Service.Set("b", "running", progress);
            await RunNextPollAsync();
        }

        await AssertCompletesAsync(first);
    }

    // Starts two waits for the same running run. The options and the token apply to the second wait.
    private async Task<(Task<Run> First, Task<Run> Other)> StartTwoWaitsAsync(
        WaitOptions options, CancellationToken cancellationToken = default)
    {
        Service.Set("a", "running");
        var first = Client.WaitForCompletionAsync("kb", "a", cancellationToken: CancellationToken.None);
        var other = Client.WaitForCompletionAsync("kb", "a", options, cancellationToken);
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        return (first, other);
    }

    private async Task AssertCompletesAsync(Task<Run> wait)
    {
        await RunNextPollAsync();
        Assert.That(wait.IsCompleted, Is.False);
        Service.Set("a", "completed");
        await StartNextPollAsync();
        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }
}
