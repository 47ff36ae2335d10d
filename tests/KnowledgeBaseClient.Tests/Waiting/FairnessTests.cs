using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Whatever one waiter or watcher does harms no other, and never the poller.</summary>
public sealed class FairnessTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_OneOfTwoIsCancelled_TheOtherGoesOn()
    {
        using var cancellation = new CancellationTokenSource();
        var (first, other) = await BeginTwoAsync(new WaitOptions(), cancellation.Token);

        await cancellation.CancelAsync();
        await CatchAsync<OperationCanceledException>(other);

        await AssertItEndsWellAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_ProgressThatThrows_EndsItsOwnWaitWithThatException()
    {
        var (first, other) = await BeginTwoAsync(new WaitOptions { Progress = new ProgressRecorder(_ => throw new InvalidTimeZoneException()) });

        await CatchAsync<InvalidTimeZoneException>(other);

        await AssertItEndsWellAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_UntilThatThrows_EndsItsOwnWaitWithThatException()
    {
        var (first, other) = await BeginTwoAsync(new WaitOptions { Until = _ => throw new InvalidTimeZoneException() });

        await CatchAsync<InvalidTimeZoneException>(other);

        await AssertItEndsWellAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_ProgressThatBlocks_DelaysOnlyItsOwnWait()
    {
        using var released = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        var progress = new ProgressRecorder(_ =>
        {
            entered.Release();
            released.Wait();
        });
        var (first, other) = await BeginTwoAsync(new WaitOptions { Progress = progress });
        await entered.WaitAsync();

        await AssertItEndsWellAsync(first);

        Assert.That(other.IsCompleted, Is.False);
        released.Set();
        Assert.That((await other.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForEachAsync_EnumeratorThatIsAbandoned_HarmsNoOther()
    {
        Service.Set("b", "completed");
        var abandoned = Consume(Client.WaitForEachAsync("kb", ["a", "b"]));
        await abandoned.TakeAsync();
        var (first, _) = await BeginTwoAsync(new WaitOptions());

        await AssertItEndsWellAsync(first);
    }

    [Test]
    public async Task WaitForEachAsync_EnumeratorThatIsDisposed_IsPolledForNoMore()
    {
        Service.Set("b", "completed");
        Service.Set("c", "running");
        var left = Consume(Client.WaitForEachAsync("kb", ["b", "c"]));
        await left.TakeAsync();
        await BeginTwoAsync(new WaitOptions());

        await left.DisposeAsync();

        Assert.That(await RunNextPollAsync(), Is.EqualTo((string[])["run_ids=a"]));
    }

    [Test]
    public async Task WatchAsync_ReaderThatNeverComesBack_HarmsNoOther()
    {
        Service.Set("b", "running");
        var abandoned = Consume(Client.WatchAsync("kb"));
        await abandoned.TakeAsync();
        var (first, _) = await BeginTwoAsync(new WaitOptions());
        for (var progress = 0; progress < 100; progress++)
        {
            Service.Set("b", "running", progress);
            await RunNextPollAsync();
        }

        await AssertItEndsWellAsync(first);
    }

    // Two waits for one run, which is running.
    private async Task<(Task<Run> First, Task<Run> Other)> BeginTwoAsync(WaitOptions options, CancellationToken cancellationToken = default)
    {
        Service.Set("a", "running");
        var first = Client.WaitForCompletionAsync("kb", "a", cancellationToken: CancellationToken.None);
        var other = Client.WaitForCompletionAsync("kb", "a", options, cancellationToken);
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        return (first, other);
    }

    private async Task AssertItEndsWellAsync(Task<Run> wait)
    {
        await RunNextPollAsync();
        Assert.That(wait.IsCompleted, Is.False);
        Service.Set("a", "completed");
        await StartNextPollAsync();
        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }
}
