using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A poll limits its concurrent requests, and sends none after a response that rules them out.</summary>
public sealed class PollRunnerLimitTests : WaitingFixture
{
    private static readonly string[] FourIds = ["a", "b", "c", "d"];

    [TestCase(HttpStatusCode.TooManyRequests, null)]
    [TestCase(HttpStatusCode.ServiceUnavailable, "60")]
    public async Task WaitForAllAsync_RateLimitedOrRetryAfter_SendsNoMoreRequestsInPoll(HttpStatusCode status, string? retryAfter)
    {
        CreateClient(options => (options.MaxRunIdsPerRequest, options.Polling.MaxConcurrentRequests) = (2, 1));
        Service.Fail(status, retryAfter);

        _ = Client.WaitForAllAsync("kb", FourIds);
        await WaitUntilIdleAsync();

        Assert.That(Service.Queries, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForAllAsync_KeyRejected_SendsNoMoreRequestsInPoll([Values(1, 2)] int idsPerRequest)
    {
        CreateClient(options => (options.MaxRunIdsPerRequest, options.Polling.MaxConcurrentRequests) = (idsPerRequest, 1));
        Service.Fault = _ => HttpStatusCode.Unauthorized;

        await CatchAsync<ApiKeyRejectedException>(Client.WaitForAllAsync("kb", FourIds));

        // A rejected list can be a matter of the list: one request by id follows.
        Assert.That(Service.Queries, Has.Count.EqualTo(idsPerRequest == 1 ? 2 : 1));
    }

    [TestCase(1)]
    [TestCase(3)]
    public async Task WaitForAllAsync_PollWithManyRequests_HonorsMaxConcurrentRequests(int maxConcurrentRequests)
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 10);
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        var ids = RunIds(80);
        foreach (var id in ids)
        {
            Service.Set(id, "paused");
        }

        // The first poll sends two requests by status, which list none of the runs, and six by id. The second poll sends eight by id.
        var options = new WaitOptions { Polling = new PollingOptions { MaxConcurrentRequests = maxConcurrentRequests } };
        _ = Client.WaitForAllAsync("kb", ids, options);
        await Service.RequestedAsync(1);
        gate.SetResult();
        await WaitUntilIdleAsync();
        Service.Gate = (gate = new TaskCompletionSource()).Task;
        await StartNextPollAsync();
        await Service.RequestedAsync(8 + maxConcurrentRequests);
        gate.SetResult();
        var delay = await NextPollDelayAsync();

        Assert.That(delay, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(Service.MaxInFlight, Is.EqualTo(maxConcurrentRequests));
    }
}
