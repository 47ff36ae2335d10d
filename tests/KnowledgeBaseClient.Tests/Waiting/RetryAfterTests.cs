using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A service that asks for patience gets it from the whole poller.</summary>
public sealed class RetryAfterTests : WaitingFixture
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.ServiceUnavailable)]
    public async Task WaitForCompletionAsync_RetryAfter_IsTheLeastPause(HttpStatusCode status)
    {
        Service.Fail(status, "60");
        Service.Set("a", "completed");
        var wait = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await PauseAsync(), Is.EqualTo(AMinute));
        Clock.Advance(AMinute);
        Assert.That((await Soon(wait)).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_RetryAfterShorterThanThePause_ChangesNothing()
    {
        Service.Fail(HttpStatusCode.TooManyRequests, "0");
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await PauseAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_TooManyRequestsWithoutAHint_PausesForMaximum()
    {
        Service.Fail(HttpStatusCode.TooManyRequests);
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await PauseAsync(), Is.EqualTo(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public async Task WaitForCompletionAsync_UnavailableWithoutAHint_PausesAsUsual()
    {
        Service.Fail(HttpStatusCode.ServiceUnavailable);
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await PauseAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitWhileTheServiceWantsPatience_WaitsForThatToo()
    {
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        Service.Set("a", "completed");
        Service.Set("b", "completed");
        var first = Client.WaitForCompletionAsync("kb", "a");
        await PauseAsync();

        Clock.Advance(TimeSpan.FromSeconds(30));
        var second = Client.WaitForCompletionAsync("kb", "b");
        Clock.Advance(TimeSpan.FromSeconds(29.999));
        var tooEarly = Service.Requests.Count;
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Soon(Task.WhenAll(first, second));

        Assert.That(tooEarly, Is.EqualTo(1));
        Assert.That(Service.Requests, Is.EqualTo((string[])["run_ids=a", "run_ids=a,b"]));
    }

    [Test]
    public async Task WaitForAllAsync_RetryAfterToOneRequestOfAPoll_HoldsAllBack()
    {
        Use(options => options.MaxRunIdsPerRequest = 1);
        Service.Set("a", "running");
        Service.Set("b", "running");
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        _ = Client.WaitForAllAsync("kb", ["a", "b"]);

        Assert.That(await PauseAsync(), Is.EqualTo(AMinute));
    }

    [Test]
    public async Task WaitForCompletionAsync_StallTimeoutWhileTheServiceWantsPatience_DoesNotShortenThat()
    {
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        _ = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { StallTimeout = TimeSpan.FromSeconds(10) });

        Assert.That(await PauseAsync(), Is.EqualTo(AMinute));
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
    public void RetryAfterLeft_SeveralRetryAfters_IsTheLongest(int first, int second)
    {
        var schedule = new PollSchedule(Clock, () => 0.5, TimeSpan.Zero);
        var poll = new Poll(1, ["a", "b"], includesAllRuns: false, maxConcurrentRequests: 2);
        poll.AddFailure(["a"], new RateLimitedException("Too many requests.") { RetryAfter = TimeSpan.FromSeconds(first) });
        poll.AddFailure(["b"], new RateLimitedException("Too many requests.") { RetryAfter = TimeSpan.FromSeconds(second) });

        schedule.ScheduleNext(poll, hasChanges: false, new PollingOptions(), AnHour);

        Assert.That(schedule.RetryAfterLeft, Is.EqualTo(AMinute));
    }

    [Test]
    public async Task WaitUntilDueAsync_NewSubscriberAfterTheLastHasLeft_StillWaitsForRetryAfter()
    {
        var schedule = new PollSchedule(Clock, () => 0.5, TimeSpan.Zero);
        var poll = new Poll(1, ["a"], includesAllRuns: false, maxConcurrentRequests: 1);
        poll.AddFailure(["a"], new RateLimitedException("Too many requests.") { RetryAfter = AMinute });
        schedule.ScheduleNext(poll, hasChanges: false, new PollingOptions(), AnHour);
        schedule.Wake();
        schedule.RequestBy(TimeSpan.FromSeconds(1));

        var pause = schedule.WaitUntilDueAsync();

        Assert.That(pause.IsCompleted, Is.False);
        Clock.Advance(AMinute);
        await pause.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
