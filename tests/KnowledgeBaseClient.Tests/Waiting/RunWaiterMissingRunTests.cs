using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary><see cref="WaitOptions.MissingGrace"/> limits how long a wait continues while the service does not list a run.</summary>
public sealed class RunWaiterMissingRunTests : WaitingFixture
{
    [Test]
    public async Task WaitForAllAsync_RunIsNeverListed_ThrowsAfterMissingGrace()
    {
        Service.Set("a", "running", 5);
        var start = Clock.GetUtcNow();
        var wait = Client.WaitForAllAsync("kb", ["a", "b", "c"]);

        var (failure, lastPoll) = await RunPollsUntilFailureAsync<RunNotFoundException>(wait);

        Assert.That(lastPoll - start, Is.EqualTo(TimeSpan.FromSeconds(30)).Within(TimeSpan.FromMilliseconds(2)));
        Assert.That(failure.RunIds, Is.EqualTo((string[])["b", "c"]));
        Assert.That(failure.Pending, Is.EqualTo((string[])["a", "b", "c"]));
        Assert.That(failure.LastSeen.Select(run => run.Id), Is.EqualTo((string[])["a"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_FirstResponseArrivesAfterAnOutage_CountsMissingGraceFromThere()
    {
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { MissingGrace = OneMinute });
        Service.Fault = _ => HttpStatusCode.BadGateway;
        await RunPollsForAsync(TimeSpan.FromMinutes(2));
        Service.Fault = _ => null;
        var back = Clock.GetUtcNow() + await NextPollDelayAsync();

        var (failure, lastPoll) = await RunPollsUntilFailureAsync<RunNotFoundException>(wait);

        Assert.That(failure.RunIds, Is.EqualTo((string[])["a"]));
        Assert.That(lastPoll - back, Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunIsListedWithinMissingGrace_KeepsWaiting()
    {
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(TimeSpan.FromSeconds(20));
        Service.Set("a", "queued");
        await RunPollsForAsync(OneHour);
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_ListedRunDisappears_ThrowsAfterMissingGrace()
    {
        Service.Set("a", "running", 30);
        var options = new WaitOptions { MissingGrace = OneMinute, Polling = FixedInterval(TimeSpan.FromSeconds(1)) };
        var wait = Client.WaitForCompletionAsync("kb", "a", options);
        await RunPollsForAsync(OneMinute);
        var lastListed = Clock.GetUtcNow();
        Service.Remove("a");

        var (failure, lastPoll) = await RunPollsUntilFailureAsync<RunNotFoundException>(wait);

        // The grace period may start up to one poll interval after the last poll that listed the run.
        Assert.That(lastPoll - lastListed, Is.InRange(OneMinute, OneMinute + TimeSpan.FromSeconds(1.01)));
        Assert.That(failure.LastSeen.Single().Progress, Is.EqualTo(30));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunDisappearsBrieflySeveralTimes_KeepsWaiting()
    {
        var wait = Client.WaitForCompletionAsync("kb", "a");
        for (var times = 0; times < 10; times++)
        {
            Service.Set("a", "running");
            await RunPollsForAsync(TimeSpan.FromSeconds(16));
            Service.Remove("a");
            await RunPollsForAsync(TimeSpan.FromSeconds(10));
        }

        Assert.That(wait.IsCompleted, Is.False);
    }
}
