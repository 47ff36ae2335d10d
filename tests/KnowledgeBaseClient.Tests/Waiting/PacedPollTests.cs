using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Rate limits slow down a poll of many requests: that neither ends a wait nor delays a new one for long.</summary>
public sealed class PacedPollTests : WaitingFixture
{
    private static readonly WaitOptions NoLimits = new()
    {
        OutageTimeout = Timeout.InfiniteTimeSpan,
        MissingGrace = Timeout.InfiniteTimeSpan,
    };

    [SetUp]
    public void AllowOneIdPerRequest() => CreateClient(options => options.MaxRunIdsPerRequest = 1);

    [Test]
    public async Task WaitForCompletionAsync_OneRequestOfItsRunFails_KeepsWaiting()
    {
        SetRuns(400, "paused");
        var first = Client.WaitForCompletionAsync("kb", "r1");
        await SlowDownAsync(Client.WaitForAllAsync("kb", RunIds(400), NoLimits));
        var requests = 0;
        Service.Fault = query =>
            query == "run_ids=r1" && Interlocked.Increment(ref requests) == 1 ? HttpStatusCode.ServiceUnavailable : null;

        await RunPollsWhilePendingAsync(first, OneHour);
        Assert.That(requests, Is.GreaterThan(1));
    }

    [Test]
    public async Task WaitForCompletionAsync_JoinsWhileManyRequestsArePaced_IsServedWithinMinutes()
    {
        SetRuns(1000, "paused");
        await SlowDownAsync(Client.WaitForAllAsync("kb", RunIds(1000), NoLimits));
        Service.Set("done", "completed");
        var joined = Client.WaitForCompletionAsync("kb", "done");

        // About 2 minutes, depending on which of the concurrent requests was refused. The whole poll is spread over hours.
        await RunPollsUntilCompletedAsync(joined, within: TimeSpan.FromMinutes(5));
        Assert.That((await joined).Id, Is.EqualTo("done"));
    }

    [Test]
    public async Task WaitForCompletionAsync_JoinsWhenTheLastWaitLeavesBetweenPacedRequests_IsServed()
    {
        SetRuns(10, "paused");
        using var cancellation = new CancellationTokenSource();
        var wait = Client.WaitForAllAsync("kb", RunIds(10), cancellationToken: cancellation.Token);
        await WaitUntilIdleAsync();
        Service.Fail(HttpStatusCode.TooManyRequests);
        await RunNextPollAsync();
        await RunNextPollAsync();
        await cancellation.CancelAsync();
        Service.Set("b", "completed");
        var joined = Client.WaitForCompletionAsync("kb", "b");
        await CatchAsync<OperationCanceledException>(wait);

        await RunPollsUntilCompletedAsync(joined, within: OneMinute);
        Assert.That((await joined).Id, Is.EqualTo("b"));
    }

    // Refuses a request in each of the next polls, which lets the delays between requests grow to their maximum.
    private async Task SlowDownAsync(Task wait)
    {
        var (requests, refused) = (0, 0);
        Service.Fault = _ =>
            Interlocked.Increment(ref requests) % 300 == 0 && Interlocked.Increment(ref refused) > 0
                ? HttpStatusCode.TooManyRequests
                : null;
        while (Volatile.Read(ref refused) < 12)
        {
            await RunPollsWhilePendingAsync(wait, OneMinute);
        }

        Service.Fault = _ => null;
    }
}
