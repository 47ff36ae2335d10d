using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A wait or watch tolerates up to MaxConsecutiveFailures failed polls in a row.</summary>
public sealed class RunPollerFailureTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_SixthFailedPollInARow_Throws()
    {
        Service.Set("a", "running", 7);
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        for (var failures = 1; failures <= 5; failures++)
        {
            await RunNextPollAsync();
        }

        Assert.That(wait.IsCompleted, Is.False);
        Service.Fault = _ => HttpStatusCode.BadGateway;
        await StartNextPollAsync();
        var failure = await CatchAsync<RunPollingException>(wait);

        Assert.That(failure.ConsecutiveFailures, Is.EqualTo(6));
        Assert.That(
            failure.InnerException,
            Is.TypeOf<KnowledgeBaseApiException>().With.Property("StatusCode").EqualTo(HttpStatusCode.BadGateway));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Pending, Is.EqualTo((string[])["a"]));
        Assert.That(failure.LastSeen.Single().Progress, Is.EqualTo(7));
        Assert.That(Service.Queries, Has.Count.EqualTo(7));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollSucceedsBetweenFailures_ResetsFailureCount()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { MaxConsecutiveFailures = 2 });
        await WaitUntilIdleAsync();
        for (var times = 0; times < 10; times++)
        {
            Service.Fail(HttpStatusCode.ServiceUnavailable);
            Service.Fail(HttpStatusCode.ServiceUnavailable);
            await RunNextPollAsync();
            await RunNextPollAsync();
            await RunNextPollAsync();
        }

        Assert.That(wait.IsCompleted, Is.False);
    }

    [Test]
    public async Task WaitForCompletionAsync_NoFailuresAllowed_ThrowsOnFirstFailure()
    {
        Service.Fail(HttpStatusCode.InternalServerError);

        var failure = await CatchAsync<RunPollingException>(
            Client.WaitForCompletionAsync("kb", "a", new WaitOptions { MaxConsecutiveFailures = 0 }));

        Assert.That(failure.ConsecutiveFailures, Is.EqualTo(1));
        Assert.That(failure.LastSeen, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_EveryKindOfTransientFailure_IsTolerated()
    {
        CreateClient(options => options.TotalTimeout = TimeSpan.FromHours(20));
        Service.Fail(HttpStatusCode.TooManyRequests, "1");
        Service.RespondOnceWith(() => throw new HttpRequestException("Connection refused."));
        Service.RespondOnceWith(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>") });
        Service.RespondOnceWith(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""[{"id":"a","sta""") });
        Service.Set("a", "completed");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        await RunNextPollAsync();
        await RunNextPollAsync();
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
        Assert.That(Service.Queries, Has.Count.EqualTo(5));
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
        var wait = Client.WaitForCompletionAsync("kb", "a");
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
        var options = new WaitOptions { MaxConsecutiveFailures = 2 };
        var unaffected = Client.WaitForCompletionAsync("kb", "a", options);
        var failing = Client.WaitForCompletionAsync("kb", "b", options);
        await WaitUntilIdleAsync();
        await RunPollsForAsync(TimeSpan.FromMinutes(10));

        Assert.That((await CatchAsync<RunPollingException>(failing)).Pending, Is.EqualTo((string[])["b"]));
        Assert.That(unaffected.IsCompleted, Is.False);
        Service.Set("a", "completed");
        await StartNextPollAsync();
        await unaffected.OrTimeout();
    }

    [Test]
    public async Task WatchAsync_MoreFailuresThanAllowed_Throws()
    {
        Service.Fault = _ => HttpStatusCode.ServiceUnavailable;
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { MaxConsecutiveFailures = 1 }));
        await StartNextPollAsync();

        var failure = await CatchAsync<RunPollingException>(watch.MoveNextTask);

        Assert.That(failure.ConsecutiveFailures, Is.EqualTo(2));
        Assert.That(failure.Pending, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_PollFails_LogsNumberOfRequestsAndReason()
    {
        using var logs = new CapturedLogs();
        CreateClient(loggerFactory: logs);
        Service.Fail(HttpStatusCode.ServiceUnavailable);

        var failure = await CatchAsync<RunPollingException>(
            Client.WaitForCompletionAsync("kb", "a", new WaitOptions { MaxConsecutiveFailures = 0 }));

        Assert.That(
            logs.Texts,
            Has.Some.EqualTo($"Requests failed in a poll of knowledge base kb: 1. First failure: {failure.InnerException!.Message}"));
    }

    [Test]
    public async Task WaitForCompletionAsync_HandlerFailsAfterTotalTimeout_CountsAsAFailedPoll()
    {
        var requests = 0;
        using var handler = new StubHandler(_ =>
        {
            if (++requests > 1)
            {
                return new HttpResponseMessage { Content = new StringContent("""[{"id":"a","status":"completed"}]""") };
            }

            Clock.Advance(OneHour);
            throw new NotSupportedException("The handler noticed the cancellation.");
        });
        var options = TestClients.Options(new Uri("http://localhost"), options => options.TotalTimeout = OneHour);
        using var client = new RunsClient(ClientServices.Create(options, handler, null, Clock) with { Random = () => 0.5 });

        var wait = client.WaitForCompletionAsync("kb", "a");
        await StartNextPollAsync();
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }
}
