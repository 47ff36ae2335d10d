using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary><see cref="WaitOptions.Timeout"/> limits how long a whole wait takes.</summary>
public sealed class RunWaiterTimeoutTests : WaitingFixture
{
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    [Test]
    public async Task WaitForAllAsync_TimeoutElapses_ThrowsWithPendingIdsAndLastSeenRuns()
    {
        Service.Set("a", "completed", 100);
        Service.Set("b", "running", 10);
        var options = new WaitOptions { Timeout = TwoHours, MissingGrace = Timeout.InfiniteTimeSpan };
        var wait = Client.WaitForAllAsync("kb", ["a", "b", "c"], options);
        await WaitUntilIdleAsync();
        Service.Set("b", "running", 20);
        await RunNextPollAsync();

        Clock.Advance(TwoHours);
        var failure = await CatchAsync<RunWaitTimeoutException>(wait);

        Assert.That(failure.Timeout, Is.EqualTo(TwoHours));
        Assert.That(failure.Pending, Is.EqualTo((string[])["b", "c"]));
        Assert.That(failure.LastSeen.Select(run => (run.Id, run.Progress)), Is.EquivalentTo(((string, int)[])[("a", 100), ("b", 20)]));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Message, Does.Contain("b").And.Contain("kb").And.Contain("2 h"));
    }

    [Test]
    public async Task WaitForCompletionAsync_ServiceHangs_TimesOutExactlyOnTime()
    {
        Service.Gate = new TaskCompletionSource().Task;
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Timeout = OneMinute });
        await Service.RequestedAsync(1);
        Clock.Advance(OneMinute - TimeSpan.FromMilliseconds(1));
        await Task.Yield();
        Assert.That(wait.IsCompleted, Is.False);

        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await CatchAsync<RunWaitTimeoutException>(wait)).LastSeen, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_TimeoutElapsesBetweenPolls_ThrowsBeforeNextPoll()
    {
        Service.Set("a", "running");
        var options = new WaitOptions { Timeout = TwoHours, Polling = FixedInterval(TimeSpan.FromHours(3)) };
        var wait = Client.WaitForCompletionAsync("kb", "a", options);
        await Clock.ArmedAsync(due => due == TimeSpan.FromHours(3));

        Clock.Advance(TwoHours);
        await CatchAsync<RunWaitTimeoutException>(wait);

        Assert.That(Service.Queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForEachAsync_TimeoutElapsesInTheLoopBody_ReturnsWhatFinishedAndThrowsForTheOthers()
    {
        Service.Set("a", "completed");
        Service.Set("b", "completed");
        Service.Set("c", "running");
        await using var runs = Client.WaitForEachAsync("kb", ["a", "b", "c"], new WaitOptions { Timeout = TwoHours }).GetAsyncEnumerator();
        Assert.That(await runs.MoveNextAsync(), Is.True);
        await WaitUntilIdleAsync();

        Clock.Advance(TwoHours);

        Assert.That(await runs.MoveNextAsync(), Is.True);
        Assert.That(runs.Current.Id, Is.EqualTo("b"));
        var failure = await CatchAsync<RunWaitTimeoutException>(runs.MoveNextAsync().AsTask());
        Assert.That(failure.Pending, Is.EqualTo((string[])["c"]));
    }

    [Test]
    public async Task WaitForEachAsync_TimeoutElapsesInTheLoopBodyAfterAllFinished_ReturnsAll()
    {
        Service.Set("a", "completed");
        Service.Set("b", "failed");
        List<string> received = [];

        await foreach (var run in Client.WaitForEachAsync("kb", ["a", "b"], new WaitOptions { Timeout = TwoHours }))
        {
            received.Add(run.Id);
            Clock.Advance(TwoHours);
        }

        Assert.That(received, Is.EqualTo((string[])["a", "b"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_AnotherWaitForSameRunTimesOut_KeepsWaiting()
    {
        Service.Set("a", "running");
        var withoutTimeout = Client.WaitForCompletionAsync("kb", "a");
        var withTimeout = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Timeout = TwoHours });
        await WaitUntilIdleAsync();

        Clock.Advance(TwoHours);
        await CatchAsync<RunWaitTimeoutException>(withTimeout);
        await WaitUntilIdleAsync();
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await withoutTimeout.OrTimeout()).Id, Is.EqualTo("a"));
    }
}
