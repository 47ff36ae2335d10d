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
        await FailureOf<OperationCanceledException>(other);

        await AssertItEndsWellAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_ProgressThatThrows_EndsItsOwnWaitWithThatException()
    {
        var (first, other) = await BeginTwoAsync(new WaitOptions { Progress = new Recorder(_ => throw new InvalidTimeZoneException()) });

        await FailureOf<InvalidTimeZoneException>(other);

        await AssertItEndsWellAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_UntilThatThrows_EndsItsOwnWaitWithThatException()
    {
        var (first, other) = await BeginTwoAsync(new WaitOptions { Until = _ => throw new InvalidTimeZoneException() });

        await FailureOf<InvalidTimeZoneException>(other);

        await AssertItEndsWellAsync(first);
    }

    [Test]
    public async Task WaitForCompletionAsync_ProgressThatBlocks_DelaysOnlyItsOwnWait()
    {
        using var released = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        var progress = new Recorder(_ =>
        {
            entered.Release();
            released.Wait();
        });
        var (first, other) = await BeginTwoAsync(new WaitOptions { Progress = progress });
        await entered.WaitAsync();

        await AssertItEndsWellAsync(first);

        Assert.That(other.IsCompleted, Is.False);
        released.Set();
        Assert.That((await Soon(other)).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForEachAsync_EnumeratorThatIsAbandoned_HarmsNoOther()
    {
        Service.Set("b", "completed");
        var abandoned = Read(Client.WaitForEachAsync("kb", ["a", "b"]));
        await abandoned.TakeAsync();
        var (first, _) = await BeginTwoAsync(new WaitOptions());

        await AssertItEndsWellAsync(first);
    }

    [Test]
    public async Task WaitForEachAsync_EnumeratorThatIsDisposed_IsPolledForNoMore()
    {
        Service.Set("b", "completed");
        Service.Set("c", "running");
        var left = Read(Client.WaitForEachAsync("kb", ["b", "c"]));
        await left.TakeAsync();
        await BeginTwoAsync(new WaitOptions());

        await left.DisposeAsync();

        Assert.That(await PollAsync(), Is.EqualTo((string[])["run_ids=a"]));
    }

    [Test]
    public async Task WatchAsync_ReaderThatNeverComesBack_HarmsNoOther()
    {
        Service.Set("b", "running");
        var abandoned = Read(Client.WatchAsync("kb"));
        await abandoned.TakeAsync();
        var (first, _) = await BeginTwoAsync(new WaitOptions());
        for (var progress = 0; progress < 100; progress++)
        {
            Service.Set("b", "running", progress);
            await PollAsync();
        }

        await AssertItEndsWellAsync(first);
    }

    // Two waits for one run, which is running.
    private async Task<(Task<Run> First, Task<Run> Other)> BeginTwoAsync(WaitOptions options, CancellationToken cancellationToken = default)
    {
        Service.Set("a", "running");
        var first = Client.WaitForCompletionAsync("kb", "a", cancellationToken: CancellationToken.None);
        var other = Client.WaitForCompletionAsync("kb", "a", options, cancellationToken);
        await PauseAsync();
        await PollAsync();
        return (first, other);
    }

    private async Task AssertItEndsWellAsync(Task<Run> wait)
    {
        await PollAsync();
        Assert.That(wait.IsCompleted, Is.False);
        Service.Set("a", "completed");
        await BeginPollAsync();
        Assert.That((await Soon(wait)).Status, Is.EqualTo(RunStatus.Completed));
    }
}
