using System.Collections.Concurrent;
using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>A service that allows fewer requests than a poll needs: every run has its turn, and no wait ends because it had none.</summary>
public sealed class RateLimitedPollTests : WaitingFixture
{
    [Test]
    public async Task WaitForAllAsync_FewRequestsAllowedPerPeriod_ReturnsEveryRun(
        [Values(1, 2, 3)] int allowed, [Values] bool sendsRetryAfter)
    {
        SetRuns(250, "completed");
        Limit(allowed, TimeSpan.FromSeconds(30), sendsRetryAfter);
        var wait = Client.WaitForAllAsync("kb", RunIds(250));
        await RunPollsUntilCompletedAsync(wait, within: OneHour);

        Assert.That(await wait, Has.Count.EqualTo(250));
    }

    [TestCase(2, 1, false)]
    [TestCase(5, 1, false)]
    [TestCase(1, 1, true)]
    [TestCase(1, 6, true)]
    public async Task WaitForCompletionAsync_ManyWaitsShareARateLimit_KeepsEachWaitingAndRequestsEachRun(
        int allowed, int minutes, bool sendsRetryAfter)
    {
        var window = new RequestWindow(Clock, allowed, TimeSpan.FromMinutes(minutes), sendsRetryAfter);
        var served = new ConcurrentQueue<string>();
        Service.Override = query =>
        {
            var refusal = window.Refuse();
            served.Enqueue(refusal is null ? query : "");
            return refusal;
        };
        var waits = StartWaits(60);
        var periods = 60 / allowed;

        // Twice the time that one turn of every run takes: some requests are those of lists.
        await RunPollsWhilePendingAsync(Task.WhenAny(waits), TimeSpan.FromMinutes(2 * periods * minutes));
        Assert.That(served, Is.SupersetOf(RunIds(60).Select(id => $"run_ids={id}")));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task WaitForCompletionAsync_RequestFailsOnceBeforeItsNextTurn_KeepsWaiting(bool sendsRetryAfter)
    {
        var waits = StartWaits(12);
        await WaitUntilIdleAsync();
        var window = new RequestWindow(Clock, 1, OneMinute, sendsRetryAfter);
        var failed = 0;
        Service.Override = query => window.Refuse()
            ?? (query == "run_ids=r3" && ++failed == 1 ? new HttpResponseMessage(HttpStatusCode.InternalServerError) : null);

        await RunPollsWhilePendingAsync(Task.WhenAny(waits), OneHour);
        Assert.That(failed, Is.GreaterThan(1));
    }

    [Test]
    public async Task WaitForCompletionAsync_ConcurrentRequestsAreRefused_KeepsWaiting()
    {
        var waits = StartWaits(6);
        await WaitUntilIdleAsync();

        // Some waits may have joined during the first poll. After another one, every run is known to be in no list by status.
        await RunNextPollAsync();
        var gate = new TaskCompletionSource();
        Service.Gate = gate.Task;
        Limit(allowed: 1, TimeSpan.FromMinutes(3), sendsRetryAfter: true);
        var requestsBefore = Service.Queries.Count;
        await StartNextPollAsync();
        await Service.RequestedAsync(requestsBefore + new PollingOptions().MaxConcurrentRequests);
        gate.SetResult();

        await RunPollsWhilePendingAsync(Task.WhenAny(waits), OneHour);
    }

    // One run in each request, and none in a list by status.
    private List<Task<Run>> StartWaits(int count)
    {
        CreateClient(options => options.MaxRunIdsPerRequest = 1);
        SetRuns(count, "paused");
        return [.. RunIds(count).Select(id => Client.WaitForCompletionAsync("kb", id))];
    }

    private void Limit(int allowed, TimeSpan period, bool sendsRetryAfter)
    {
        var window = new RequestWindow(Clock, allowed, period, sendsRetryAfter);
        Service.Override = _ => window.Refuse();
    }
}
