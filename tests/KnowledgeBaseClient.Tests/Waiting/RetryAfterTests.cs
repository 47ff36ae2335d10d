using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A service that asks for patience gets it from the whole poller.</summary>
public sealed class RetryAfterTests : WaitingFixture
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.ServiceUnavailable)]
    public async Task WaitForCompletionAsync_RetryAfter_IsTheLeastPause(HttpStatusCode status)
    {
        Service.Fail(status, "60");
        Service.Set("a", "completed");
        var wait = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(OneMinute));
        Clock.Advance(OneMinute);
        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_RetryAfterShorterThanThePause_ChangesNothing()
    {
        Service.Fail(HttpStatusCode.TooManyRequests, "0");
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_TooManyRequestsWithoutAHint_PausesForMaximum()
    {
        Service.Fail(HttpStatusCode.TooManyRequests);
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public async Task WaitForCompletionAsync_UnavailableWithoutAHint_PausesAsUsual()
    {
        Service.Fail(HttpStatusCode.ServiceUnavailable);
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitWhileTheServiceWantsPatience_WaitsForThatToo()
    {
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        Service.Set("a", "completed");
        Service.Set("b", "completed");
        var first = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        Clock.Advance(TimeSpan.FromSeconds(30));
        var second = Client.WaitForCompletionAsync("kb", "b");
        Clock.Advance(TimeSpan.FromSeconds(29.999));
        var tooEarly = Service.Requests.Count;
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(first, second).OrTimeout();

        Assert.That(tooEarly, Is.EqualTo(1));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a", "run_ids=a,b"]));
    }

    [Test]
    public async Task WaitForAllAsync_RetryAfterToOneRequestOfAPoll_HoldsAllBack()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        Service.Set("a", "running");
        Service.Set("b", "running");
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        _ = Client.WaitForAllAsync("kb", ["a", "b"]);

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task WaitForCompletionAsync_StallTimeoutWhileTheServiceWantsPatience_DoesNotShortenThat()
    {
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        _ = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { StallTimeout = TimeSpan.FromSeconds(10) });

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task WaitForCompletionAsync_RetryAfterOfYears_IsADayAtMost()
    {
        Service.Fail(HttpStatusCode.ServiceUnavailable, "999999999999");
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await Clock.ArmedAsync(_ => true), Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [TestCase(60, 10)]
    [TestCase(10, 60)]
    public void HeldFor_SeveralFailuresThatAskForPatience_IsTheLongest(int first, int second)
    {
        var schedule = new PollSchedule(Clock, () => 0.5, TimeSpan.Zero);
        var round = new PollResult(1, ["a", "b"], everything: false, maxConcurrent: 2);
        round.Fail(["a"], new RateLimitedException("Too many requests.") { RetryAfter = TimeSpan.FromSeconds(first) });
        round.Fail(["b"], new RateLimitedException("Too many requests.") { RetryAfter = TimeSpan.FromSeconds(second) });

        schedule.ScheduleNext(round, changed: false, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), OneHour);

        Assert.That(schedule.HeldFor, Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task PauseAsync_NewSubscriberRightAfterTheLastHasLeft_IsStillHeld()
    {
        var schedule = new PollSchedule(Clock, () => 0.5, TimeSpan.Zero);
        var round = new PollResult(1, ["a"], everything: false, maxConcurrent: 1);
        round.Fail(["a"], new RateLimitedException("Too many requests.") { RetryAfter = OneMinute });
        schedule.ScheduleNext(round, changed: false, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), OneHour);
        schedule.CutShort();
        schedule.RequestBy(TimeSpan.FromSeconds(1));

        var pause = schedule.PauseAsync();

        Assert.That(pause.IsCompleted, Is.False);
        Clock.Advance(OneMinute);
        await pause.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
