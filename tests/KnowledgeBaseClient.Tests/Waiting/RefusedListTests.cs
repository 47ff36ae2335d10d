using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A list that is always refused, or that fails, does not keep waits from their runs: requests by ids follow.</summary>
public sealed class RefusedListTests : WaitingFixture
{
    [TestCase("status=queued", HttpStatusCode.TooManyRequests, null)]
    [TestCase("status=running", HttpStatusCode.TooManyRequests, null)]
    [TestCase("status=queued", HttpStatusCode.ServiceUnavailable, "5")]
    [TestCase("status=running", HttpStatusCode.ServiceUnavailable, "5")]
    [TestCase("status=queued", HttpStatusCode.Forbidden, null)]
    [TestCase("status=queued", HttpStatusCode.NotFound, null)]
    public async Task WaitForAllAsync_OneListIsAlwaysRefused_ReturnsEveryRun(string list, HttpStatusCode status, string? retryAfter)
    {
        SetRuns(250, "running");
        Service.Override = query => query == list ? Refusal(status, retryAfter) : null;
        var wait = Client.WaitForAllAsync("kb", RunIds(250));
        await RunPollsWhilePendingAsync(wait, OneMinute);
        SetRuns(250, "completed");
        await RunPollsUntilCompletedAsync(wait, within: OneHour);

        Assert.That(await wait, Has.Count.EqualTo(250));
    }

    [TestCase(HttpStatusCode.Forbidden, null)]
    [TestCase(HttpStatusCode.TooManyRequests, null)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "5")]
    public async Task WaitForCompletionAsync_ListOfAWatchIsAlwaysRefused_ReturnsTheRun(HttpStatusCode status, string? retryAfter)
    {
        Service.Override = query => query.Length == 0 ? Refusal(status, retryAfter) : null;

        await RunWaitBesideWatchAsync();
    }

    [Test]
    public async Task WaitForCompletionAsync_FailingListOfAWatchUsesUpTheRateLimit_ReturnsTheRun()
    {
        var window = new RequestWindow(Clock, 1, TimeSpan.FromSeconds(30), sendsRetryAfter: true);
        Service.Override = query =>
            window.Refuse() ?? (query.Length == 0 ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null);

        await RunWaitBesideWatchAsync();
    }

    private async Task RunWaitBesideWatchAsync()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        var watch = Consume(Client.WatchAsync("kb", new WatchOptions { OutageTimeout = Timeout.InfiniteTimeSpan }));
        await RunPollsWhilePendingAsync(wait, TimeSpan.FromMinutes(2));
        Service.Set("a", "completed");
        await RunPollsUntilCompletedAsync(wait, within: OneHour);

        Assert.That((await wait).Status, Is.EqualTo(RunStatus.Completed));
        await watch.TakeAsync();
    }

    private static HttpResponseMessage Refusal(HttpStatusCode status, string? retryAfter)
    {
        var response = new HttpResponseMessage(status);
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    }
}
