using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Limits count the time of each response, and only responses to requests of polls that began after the wait.</summary>
public sealed class SlowPollTests : WaitingFixture
{
    private readonly TaskCompletionSource _gate = new();

    // A request for a returns at once, and every later one when the gate opens.
    [SetUp]
    public void DelayRequestsAfterThatOfA()
    {
        CreateClient(options => (options.MaxRunIdsPerRequest, options.Polling.MaxConcurrentRequests) = (1, 1));
        Service.Set("b", "running");
        Service.Override = query =>
        {
            if (query == "run_ids=a")
            {
                Service.Gate = _gate.Task;
            }

            return null;
        };
    }

    [Test]
    public async Task WaitForAllAsync_RunAppearsDuringAPollLongerThanMissingGrace_KeepsWaiting()
    {
        var wait = Client.WaitForAllAsync("kb", ["a", "b"]);
        await Service.RequestedAsync(2);
        Service.Set("a", "running");
        Clock.Advance(new WaitOptions().MissingGrace + TimeSpan.FromSeconds(1));
        _gate.SetResult();

        await RunPollsWhilePendingAsync(wait, OneMinute);
    }

    [Test]
    public async Task WaitForCompletionAsync_JoinsDuringAPollThatHasMissedItsRun_IsNotToldThatItIsMissing()
    {
        _ = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { MissingGrace = Timeout.InfiniteTimeSpan });
        await Service.RequestedAsync(2);
        Service.Set("a", "running");
        var joined = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { MissingGrace = TimeSpan.Zero });
        _gate.SetResult();

        await RunPollsWhilePendingAsync(joined, OneMinute);
    }

    [Test]
    public async Task WaitForAllAsync_EveryRequestHangs_EndsAtMostOnePollAfterOutageTimeout()
    {
        var attemptTimeout = TimeSpan.FromSeconds(100);
        CreateClient(options =>
        {
            (options.MaxRunIdsPerRequest, options.Polling.MaxConcurrentRequests) = (1, 1);
            options.AttemptTimeout = attemptTimeout;
        });
        Service.Gate = _gate.Task;
        var wait = Client.WaitForAllAsync("kb", RunIds(100));

        // A poll tries one list and one request by id.
        await RunPollsUntilCompletedAsync(wait, within: new WaitOptions().OutageTimeout + (2 * attemptTimeout));

        Assert.That((await CatchAsync<RunPollingException>(wait)).InnerException, Is.TypeOf<KnowledgeBaseTimeoutException>());
    }
}
