using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A wait or watch continues while polls fail, until an outage of its runs has lasted for OutageTimeout.</summary>
public sealed class RunPollerFailureTests : WaitingFixture
{
    private static readonly WaitOptions OneMinuteOutage = new() { OutageTimeout = OneMinute };

    [Test]
    public async Task WaitForCompletionAsync_OutageLastsForOutageTimeout_Throws()
    {
        Service.Set("a", "running", 7);
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        var outage = Clock.GetUtcNow() + await NextPollDelayAsync();
        await RunPollsForAsync(TimeSpan.FromMinutes(4));

        Assert.That(wait.IsCompleted, Is.False);
        Service.Fault = _ => HttpStatusCode.BadGateway;
        var (failure, lastPoll) = await RunPollsUntilFailureAsync<RunPollingException>(wait);

        Assert.That(lastPoll - outage, Is.EqualTo(TimeSpan.FromMinutes(5)), "The last poll is due when the limit is reached.");
        Assert.That(failure.OutageTimeout, Is.EqualTo(TimeSpan.FromMinutes(5)));
        Assert.That(
            failure.InnerException,
            Is.TypeOf<KnowledgeBaseApiException>().With.Property("StatusCode").EqualTo(HttpStatusCode.BadGateway));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Pending, Is.EqualTo((string[])["a"]));
        Assert.That(failure.LastSeen.Single().Progress, Is.EqualTo(7));
    }

    [Test]
    public async Task WaitForCompletionAsync_ServiceIsBackWithinOutageTimeout_ReturnsTheRun()
    {
        var wait = WaitDuringOutage(TimeSpan.FromSeconds(59));
        await RunPollsUntilCompletedAsync(wait);

        Assert.That((await wait).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_ServiceIsBackAfterOutageTimeout_ThrowsRunPollingException()
    {
        var wait = WaitDuringOutage(TimeSpan.FromSeconds(61));
        var (failure, _) = await RunPollsUntilFailureAsync<RunPollingException>(wait);

        Assert.That(failure.OutageTimeout, Is.EqualTo(OneMinute));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollSucceedsBetweenFailures_BeginsAnotherOutage()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a", OneMinuteOutage);
        for (var times = 0; times < 10; times++)
        {
            await WaitUntilIdleAsync();
            Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
            await RunPollsForAsync(TimeSpan.FromSeconds(40));
            Service.Fault = _ => null;
            await RunNextPollAsync();
        }

        Assert.That(wait.IsCompleted, Is.False);
    }

    [Test]
    public async Task WaitForCompletionAsync_NoOutageAllowed_ThrowsOnFirstFailure()
    {
        Service.Fail(HttpStatusCode.InternalServerError);

        var failure = await CatchAsync<RunPollingException>(
            Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = TimeSpan.Zero }));

        Assert.That(failure.OutageTimeout, Is.EqualTo(TimeSpan.Zero));
        Assert.That(failure.LastSeen, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_NoLimitForOutages_OutlivesADay()
    {
        Service.Fault = _ => HttpStatusCode.BadGateway;
        var polling = FixedInterval(TimeSpan.FromMinutes(30));
        var options = new WaitOptions { OutageTimeout = Timeout.InfiniteTimeSpan, Polling = polling };
        var wait = Client.WaitForCompletionAsync("kb", "a", options);
        await RunPollsForAsync(TimeSpan.FromDays(1));

        Service.Fault = _ => null;
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task WaitForCompletionAsync_PollTimesOut_IsTolerated(bool isAttemptTimeout)
    {
        var limit = TimeSpan.FromHours(20);
        CreateClient(options =>
        {
            options.AttemptTimeout = isAttemptTimeout ? limit : options.AttemptTimeout;
            options.TotalTimeout = isAttemptTimeout ? options.TotalTimeout : limit;
        });
        Service.Gate = new TaskCompletionSource().Task;
        Service.Set("a", "completed");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = TimeSpan.FromDays(1) });
        await Service.RequestedAsync(1);
        await Clock.ArmedAsync(due => due == limit);

        Service.Gate = Task.CompletedTask;
        Clock.Advance(limit);
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_OneRequestOfPollFails_FailsOnlyWaitsForItsIds()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        Service.Set("a", "running");
        Service.Set("b", "running");
        Service.Fault = query => query == "run_ids=b" ? HttpStatusCode.InternalServerError : null;
        var unaffected = Client.WaitForCompletionAsync("kb", "a");
        var failing = Client.WaitForCompletionAsync("kb", "b");
        var both = Client.WaitForAllAsync("kb", ["a", "b"]);
        await WaitUntilIdleAsync();
        await RunPollsForAsync(TimeSpan.FromMinutes(10));

        Assert.That((await CatchAsync<RunPollingException>(failing)).Pending, Is.EqualTo((string[])["b"]));
        await CatchAsync<RunPollingException>(both);
        Assert.That(unaffected.IsCompleted, Is.False);
        Service.Set("a", "completed");
        await StartNextPollAsync();
        await unaffected.OrTimeout();
    }

    [Test]
    public async Task WaitForAllAsync_OneOfItsRunsFailsWhileAnotherIsMissing_ThrowsRunNotFoundException()
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        Service.Fault = query => query == "run_ids=b" ? HttpStatusCode.InternalServerError : null;
        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { OutageTimeout = Timeout.InfiniteTimeSpan });

        var (failure, _) = await RunPollsUntilFailureAsync<RunNotFoundException>(wait);

        Assert.That(failure.RunIds, Is.EqualTo((string[])["a"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_StallTimeoutWithinAnOutage_DoesNotReportAStall()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { StallTimeout = OneMinute });
        await WaitUntilIdleAsync();
        Service.Fault = _ => HttpStatusCode.BadGateway;

        await RunPollsUntilFailureAsync<RunPollingException>(wait);
    }

    [Test]
    public async Task WatchAsync_OutageLastsForOutageTimeout_Throws()
    {
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { OutageTimeout = OneMinute }));
        var start = Clock.GetUtcNow();

        var (failure, lastPoll) = await RunPollsUntilFailureAsync<RunPollingException>(watch.MoveNextTask);

        Assert.That(lastPoll - start, Is.EqualTo(OneMinute));
        Assert.That(failure.Message, Does.Contain("WatchOptions.OutageTimeout"));
        Assert.That(failure.Pending, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_OutageOfSeveralWaits_EachGetsItsOwnExceptionWithItsOwnCause()
    {
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        var options = new WaitOptions { OutageTimeout = TimeSpan.Zero };
        var waits = RunIds(3).Select(id => Client.WaitForCompletionAsync("kb", id, options)).ToList();
        await RunPollsUntilCompletedAsync(Task.WhenAll(waits));
        var failures = await Task.WhenAll(waits.Select(CatchAsync<RunPollingException>));

        Assert.That(failures, Is.Unique);
        Assert.That(failures.Select(failure => failure.InnerException), Is.Unique);
    }

    [Test]
    public async Task WaitForCompletionAsync_HandlerFailsAfterTotalTimeout_CountsAsAFailedPoll()
    {
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var handler = new InterceptingHandler(async (_, _, cancellationToken) =>
        {
            if (requested.TrySetResult())
            {
                using var registration = cancellationToken.Register(canceled.SetResult);
                await canceled.Task;
                throw new NotSupportedException("The handler noticed the cancellation.");
            }

            return new HttpResponseMessage { Content = new StringContent("""[{"id":"a","status":"completed"}]""") };
        });
        var options = TestClients.Options(
            new Uri("http://localhost"),
            options => (options.AttemptTimeout, options.TotalTimeout) = (Timeout.InfiniteTimeSpan, OneHour));
        var services = ClientServices.Create(options, handler, null, Clock) with { Random = () => 0.5 };
        using var client = WaitingClients.CreateClient(services);

        var wait = client.WaitForCompletionAsync("kb", "a", new WaitOptions { OutageTimeout = TimeSpan.FromDays(1) });
        await requested.Task.OrTimeout();
        Clock.Advance(await Clock.ArmedAsync(due => due == OneHour));
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    private Task<Run> WaitDuringOutage(TimeSpan outage)
    {
        var back = Clock.GetUtcNow() + outage;
        Service.Set("a", "completed");
        Service.Fault = _ => Clock.GetUtcNow() < back ? HttpStatusCode.ServiceUnavailable : null;
        return Client.WaitForCompletionAsync("kb", "a", OneMinuteOutage);
    }
}
