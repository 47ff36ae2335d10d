using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A Retry-After header delays the whole poller.</summary>
public sealed class PollScheduleRetryAfterTests : WaitingFixture
{
    [TestCase(HttpStatusCode.TooManyRequests)]
    [TestCase(HttpStatusCode.ServiceUnavailable)]
    public async Task WaitForCompletionAsync_RetryAfter_IsMinimumDelay(HttpStatusCode status)
    {
        Service.Fail(status, "60");
        Service.Set("a", "completed");
        var wait = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(OneMinute));
        Clock.Advance(OneMinute);
        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [TestCase(HttpStatusCode.TooManyRequests, 2)]
    [TestCase(HttpStatusCode.ServiceUnavailable, 1)]
    public async Task WaitForCompletionAsync_RetryAfterOfZero_IsIgnored(HttpStatusCode status, int seconds)
    {
        Service.Fail(status, "0");
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public async Task WaitForCompletionAsync_TooManyRequestsWithoutRetryAfter_DoublesTheIntervalUpToTheMaximum()
    {
        Service.Set("a", "running");
        Service.Fault = _ => HttpStatusCode.TooManyRequests;
        _ = Client.WaitForCompletionAsync("kb", "a");
        var delays = new List<double> { (await NextPollDelayAsync()).TotalSeconds };
        while (delays.Count < 5)
        {
            await RunNextPollAsync();
            delays.Add((await NextPollDelayAsync()).TotalSeconds);
        }

        Service.Fault = _ => null;
        await RunNextPollAsync();

        Assert.That(delays, Is.EqualTo((double[])[2, 4, 8, 15, 15]));
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)), "The run has appeared.");
    }

    [Test]
    public async Task WaitForCompletionAsync_TooManyRequestsEndTheLastWait_DelaysTheNextWaitByAnOrdinaryInterval()
    {
        Service.Fail(HttpStatusCode.TooManyRequests);
        await CatchAsync<RunPollingException>(
            Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = TimeSpan.Zero }));

        Service.Set("a", "completed");
        var next = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(2)));
        Clock.Advance(TimeSpan.FromSeconds(2));
        await next.OrTimeout();
    }

    [Test]
    public async Task WaitForCompletionAsync_TooManyRequestsAtALongInterval_DoublesThatInterval()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        await RunNextPollAsync();
        Service.Fail(HttpStatusCode.TooManyRequests);
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(4.5)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitsWhileRequestsAreRefused_DoNotEndTheSlowdown()
    {
        Service.Fault = _ => HttpStatusCode.TooManyRequests;
        _ = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();

        _ = Client.WaitForCompletionAsync("kb", "b");
        Clock.Advance(TimeSpan.FromSeconds(3.999));
        var requestsBefore = Service.Queries.Count;
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Service.RequestedAsync(3);
        await Clock.ArmedAsync(due => due == TimeSpan.FromSeconds(8));

        Assert.That(requestsBefore, Is.EqualTo(2));
    }

    [Test]
    public async Task WaitForCompletionAsync_ServiceUnavailableWithoutRetryAfter_DelaysAsUsual()
    {
        Service.Fail(HttpStatusCode.ServiceUnavailable);
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitDuringRetryAfter_HonorsIt()
    {
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        Service.Set("a", "completed");
        Service.Set("b", "completed");
        var first = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();

        Clock.Advance(TimeSpan.FromSeconds(30));
        var second = Client.WaitForCompletionAsync("kb", "b");
        Clock.Advance(TimeSpan.FromSeconds(29.999));
        var requestsDuringRetryAfter = Service.Queries.Count;
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(first, second).OrTimeout();

        Assert.That(requestsDuringRetryAfter, Is.EqualTo(1));
        Assert.That(Service.Queries, Is.EqualTo((string[])["run_ids=a", "run_ids=b,a"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_LastWaitLeftDuringThePollWithRetryAfter_HonorsIt()
    {
        using var cancellation = new CancellationTokenSource();
        Task wait = Task.CompletedTask;

        // The failure is logged after the request and before the end of the poll.
        CapturedLogs? logs = null;
        using var captured = logs = new CapturedLogs(onLog: () =>
        {
            if (!cancellation.IsCancellationRequested && logs!.Texts.Any(text => text.StartsWith("A poll of", StringComparison.Ordinal)))
            {
                cancellation.Cancel();
                ((IAsyncResult)wait).AsyncWaitHandle.WaitOne(RealTime.Limit);
            }
        });
        CreateClient(loggerFactory: logs);
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        Service.Fail(HttpStatusCode.TooManyRequests, "600");
        wait = Client.WaitForCompletionAsync("kb", "a", cancellationToken: cancellation.Token);
        await Service.RequestedAsync(1);
        gate.SetResult();
        await CatchAsync<OperationCanceledException>(wait);

        Service.Set("a", "completed");
        var next = Client.WaitForCompletionAsync("kb", "a");
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromMinutes(10)));
        Assert.That(Service.Queries, Has.Count.EqualTo(1));
        await StartNextPollAsync();
        await next.OrTimeout();
    }

    [Test]
    public async Task WaitForAllAsync_RetryAfterForOneRequestOfPoll_DelaysAllRequests()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        Service.Set("a", "running");
        Service.Set("b", "running");
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        _ = Client.WaitForAllAsync("kb", ["a", "b"]);

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task WaitForCompletionAsync_StallTimeoutShorterThanRetryAfter_HonorsRetryAfter()
    {
        Service.Fail(HttpStatusCode.TooManyRequests, "60");
        _ = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { StallTimeout = TimeSpan.FromSeconds(10) });

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task WaitForCompletionAsync_RetryAfterOfYears_IsCappedAtOneDay()
    {
        Service.Fail(HttpStatusCode.ServiceUnavailable, "999999999999");
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await Clock.ArmedAsync(_ => true), Is.EqualTo(TimeSpan.FromDays(1)));
    }

    [TestCase(60, 10)]
    [TestCase(10, 60)]
    public void RetryAfterLeft_SeveralFailuresWithRetryAfter_IsLongest(int first, int second)
    {
        var schedule = new PollSchedule(Clock, () => 0.5, TimeSpan.Zero);
        var poll = new Poll(new PollInput(
            1, ["a", "b"], IncludesAllRuns: false, OtherStatusCount: 0, MaxConcurrentRequests: 2, StartedAt: 0));
        poll.AddListFailure(new RateLimitedException("Too many requests.") { RetryAfter = TimeSpan.FromSeconds(first) });
        poll.AddListFailure(new RateLimitedException("Too many requests.") { RetryAfter = TimeSpan.FromSeconds(second) });

        schedule.ScheduleNext(poll, default, new PollingOptions(), OneHour);

        Assert.That(schedule.RetryAfterLeft, Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task WaitUntilDueAsync_SubscriberJoinsAfterLastOneLeft_HonorsRetryAfter()
    {
        var schedule = new PollSchedule(Clock, () => 0.5, TimeSpan.Zero);
        var poll = new Poll(new PollInput(1, ["a"], IncludesAllRuns: false, OtherStatusCount: 0, MaxConcurrentRequests: 1, StartedAt: 0));
        poll.AddListFailure(new RateLimitedException("Too many requests.") { RetryAfter = OneMinute });
        schedule.ScheduleNext(poll, default, new PollingOptions(), OneHour);
        schedule.Wake();
        schedule.RequestBy(TimeSpan.FromSeconds(1));

        var delay = schedule.WaitUntilDueAsync();

        Assert.That(delay.IsCompleted, Is.False);
        Clock.Advance(OneMinute);
        await delay.OrTimeout();
    }
}
