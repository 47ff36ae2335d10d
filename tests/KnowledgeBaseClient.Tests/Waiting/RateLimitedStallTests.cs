using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary><see cref="WaitOptions.StallTimeout"/> counts only runs that were requested again, which a rate limit delays.</summary>
public sealed class RateLimitedStallTests : WaitingFixture
{
    [SetUp]
    public void AllowOneIdPerRequest() => CreateClient(options => options.MaxRunIdsPerRequest = 1);

    [Test]
    public async Task WaitForAllAsync_ChangingRunIsRequestedRarely_IsNoStall()
    {
        SetRuns(5, "paused");
        var wait = Client.WaitForAllAsync("kb", RunIds(5), new WaitOptions { StallTimeout = TimeSpan.FromSeconds(150) });
        await WaitUntilIdleAsync();
        var window = new RequestWindow(Clock, 1, OneMinute, sendsRetryAfter: true);
        var progress = 0;
        Service.Override = _ =>
        {
            Service.Set("r5", "paused", ++progress);
            return window.Refuse();
        };

        await RunPollsWhilePendingAsync(wait, TimeSpan.FromMinutes(30));
        Assert.That(Service.Queries.Count(query => query == "run_ids=r5"), Is.GreaterThan(3));
    }

    [Test]
    public async Task WaitForAllAsync_NoRunChangesUnderARateLimit_ThrowsRunStalledException()
    {
        SetRuns(3, "paused");
        var wait = Client.WaitForAllAsync("kb", RunIds(3), new WaitOptions { StallTimeout = TimeSpan.FromMinutes(5) });
        await WaitUntilIdleAsync();
        var window = new RequestWindow(Clock, 1, OneMinute, sendsRetryAfter: true);
        Service.Override = _ => window.Refuse();
        await RunPollsUntilCompletedAsync(wait, within: TimeSpan.FromMinutes(15));

        Assert.That((await CatchAsync<RunStalledException>(wait)).Pending, Is.EqualTo(RunIds(3)));
    }
}
