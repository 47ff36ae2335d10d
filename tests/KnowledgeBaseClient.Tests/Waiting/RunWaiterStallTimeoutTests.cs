using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary><see cref="WaitOptions.StallTimeout"/> limits how long a wait continues while no run changes.</summary>
public sealed class RunWaiterStallTimeoutTests : WaitingFixture
{
    [Test]
    public async Task WaitForAllAsync_NoRunChangesForStallTimeout_ThrowsAtThatTime()
    {
        Service.Set("a", "completed");
        Service.Set("b", "running", 10);
        var options = new WaitOptions { StallTimeout = TimeSpan.FromMinutes(5) };
        var wait = Client.WaitForAllAsync("kb", ["a", "b"], options);
        await RunPollsForAsync(OneMinute);
        Service.Set("b", "running", 20);
        await RunNextPollAsync();
        var lastChange = Clock.GetUtcNow();

        await RunPollsForAsync(options.StallTimeout - TimeSpan.FromSeconds(20));
        Assert.That(wait.IsCompleted, Is.False);
        var (failure, lastPoll) = await RunPollsUntilFailureAsync<RunStalledException>(wait);

        Assert.That(lastPoll - lastChange, Is.EqualTo(options.StallTimeout).Within(TimeSpan.FromMilliseconds(2)));
        Assert.That(failure.StallTimeout, Is.EqualTo(options.StallTimeout));
        Assert.That(failure.Pending, Is.EqualTo((string[])["b"]));
        Assert.That(failure.LastSeen.Select(run => (run.Id, run.Progress)), Is.EquivalentTo(((string, int)[])[("a", 0), ("b", 20)]));
    }

    [Test]
    public async Task WaitForAllAsync_OneRunKeepsChanging_KeepsWaiting()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { StallTimeout = OneMinute });
        for (var progress = 1; progress < 60; progress++)
        {
            Service.Set("a", "running", progress);
            await RunPollsForAsync(TimeSpan.FromSeconds(30));
        }

        Assert.That(wait.IsCompleted, Is.False);
    }

    [Test]
    public async Task WaitForCompletionAsync_PollAtStallTimeoutFails_NextPollFollowsAfterUsualDelay()
    {
        Service.Set("a", "running");
        var interval = TimeSpan.FromSeconds(10);
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { StallTimeout = interval, Polling = FixedInterval(interval) });
        await WaitUntilIdleAsync();
        Service.Fail(HttpStatusCode.ServiceUnavailable);
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(interval));
        Assert.That(Service.Queries, Has.Count.EqualTo(2));
        Assert.That(wait.IsCompleted, Is.False);
    }
}
