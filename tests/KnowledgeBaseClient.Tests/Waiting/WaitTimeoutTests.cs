using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Waits that last too long, each in its own way.</summary>
public sealed class WaitTimeoutTests : WaitingFixture
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TwoHours = TimeSpan.FromHours(2);

    private DateTimeOffset _lastPoll;

    [Test]
    public async Task WaitForAllAsync_Timeout_SaysWhatWasLastSeenAndWhatIsPending()
    {
        Service.Set("a", "completed", 100);
        Service.Set("b", "running", 10);
        var options = new WaitOptions { Timeout = TwoHours, MissingGrace = Timeout.InfiniteTimeSpan };
        var wait = Client.WaitForAllAsync("kb", ["a", "b", "c"], options);
        await WaitUntilIdleAsync();
        Service.Set("b", "running", 20);
        await RunNextPollAsync();

        Clock.Advance(TwoHours);
        var failure = await CatchAsync<RunWaitTimeoutException>(wait);

        Assert.That(failure.Timeout, Is.EqualTo(TwoHours));
        Assert.That(failure.Pending, Is.EqualTo((string[])["b", "c"]));
        Assert.That(failure.LastSeen.Select(run => (run.Id, run.Progress)), Is.EquivalentTo(((string, int)[])[("a", 100), ("b", 20)]));
        Assert.That(failure.IsTransient, Is.True);
        Assert.That(failure.Message, Does.Contain("b").And.Contain("kb").And.Contain("02:00:00"));
    }

    [Test]
    public async Task WaitForCompletionAsync_ServiceThatHangs_TimesOutAtTheVeryTime()
    {
        Service.Gate = new TaskCompletionSource().Task;
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Timeout = OneMinute });
        await Service.RequestedAsync(1);
        Clock.Advance(OneMinute - TimeSpan.FromMilliseconds(1));
        await Task.Yield();
        Assert.That(wait.IsCompleted, Is.False);

        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await CatchAsync<RunWaitTimeoutException>(wait)).LastSeen, Is.Empty);
    }

    [Test]
    public async Task WaitForCompletionAsync_TimeoutBetweenTwoPolls_DoesNotWaitForTheNext()
    {
        Service.Set("a", "running");
        var options = new WaitOptions { Timeout = TwoHours, Polling = FixedInterval(TimeSpan.FromHours(3)) };
        var wait = Client.WaitForCompletionAsync("kb", "a", options);
        await Clock.ArmedAsync(due => due == TimeSpan.FromHours(3));

        Clock.Advance(TwoHours);
        await CatchAsync<RunWaitTimeoutException>(wait);

        Assert.That(Service.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WaitForCompletionAsync_TimeoutOfOneWait_LeavesAnotherForTheSameRunAlone()
    {
        Service.Set("a", "running");
        var patient = Client.WaitForCompletionAsync("kb", "a");
        var hasty = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Timeout = TwoHours });
        await WaitUntilIdleAsync();

        Clock.Advance(TwoHours);
        await CatchAsync<RunWaitTimeoutException>(hasty);
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await patient.OrTimeout()).Id, Is.EqualTo("a"));
    }

    [Test]
    public async Task WaitForAllAsync_NothingChangesForStallTimeout_IsStalledAtThatTime()
    {
        Service.Set("a", "completed");
        Service.Set("b", "running", 10);
        var options = new WaitOptions { StallTimeout = TimeSpan.FromMinutes(5) };
        var wait = Client.WaitForAllAsync("kb", ["a", "b"], options);
        await RunPollsForAsync(OneMinute);
        Service.Set("b", "running", 20);
        await RunNextPollAsync();
        var changed = Clock.GetUtcNow();

        await RunPollsForAsync(options.StallTimeout - TimeSpan.FromSeconds(20));
        Assert.That(wait.IsCompleted, Is.False);
        var failure = await PolledUntilItFailsAsync<RunStalledException>(wait);

        Assert.That(_lastPoll - changed, Is.EqualTo(options.StallTimeout).Within(TimeSpan.FromMilliseconds(2)));
        Assert.That(failure.StallTimeout, Is.EqualTo(options.StallTimeout));
        Assert.That(failure.Pending, Is.EqualTo((string[])["b"]));
        Assert.That(failure.LastSeen.Select(run => (run.Id, run.Progress)), Is.EquivalentTo(((string, int)[])[("a", 0), ("b", 20)]));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollAtTheVeryStallTimeoutFails_IsFollowedByTheUsualPause()
    {
        Service.Set("a", "running");
        var often = TimeSpan.FromSeconds(10);
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { StallTimeout = often, Polling = FixedInterval(often) });
        await WaitUntilIdleAsync();
        Service.Fail(System.Net.HttpStatusCode.ServiceUnavailable);
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(often));
        Assert.That(Service.Requests, Has.Count.EqualTo(2));
        Assert.That(wait.IsCompleted, Is.False);
    }

    [Test]
    public async Task WaitForAllAsync_OneRunKeepsChanging_IsNotStalled()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        var wait = Client.WaitForAllAsync("kb", ["a", "b"], new WaitOptions { StallTimeout = OneMinute });
        for (var progress = 1; progress < 60; progress++)
        {
            Service.Set("a", "running", progress);
            await RunPollsForAsync(TimeSpan.FromSeconds(30));
        }

        Assert.That(wait.IsCompleted, Is.False);
    }

    [Test]
    public async Task WaitForAllAsync_RunThatIsNeverListed_IsMissingAfterMissingGrace()
    {
        Service.Set("a", "running", 5);
        var began = Clock.GetUtcNow();
        var wait = Client.WaitForAllAsync("kb", ["a", "b", "c"]);

        var failure = await PolledUntilItFailsAsync<RunNotFoundException>(wait);

        Assert.That(_lastPoll - began, Is.EqualTo(TimeSpan.FromSeconds(30)).Within(TimeSpan.FromMilliseconds(2)));
        Assert.That(failure.RunIds, Is.EqualTo((string[])["b", "c"]));
        Assert.That(failure.Pending, Is.EqualTo((string[])["a", "b", "c"]));
        Assert.That(failure.LastSeen.Select(run => run.Id), Is.EqualTo((string[])["a"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_FirstAnswerComesAfterMissingGrace_IsMissingWithIt()
    {
        Service.Fail(System.Net.HttpStatusCode.TooManyRequests, "60");
        var wait = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { MissingGrace = OneMinute });
        await StartNextPollAsync();

        Assert.That((await CatchAsync<RunNotFoundException>(wait)).RunIds, Is.EqualTo((string[])["a"]));
        Assert.That(Service.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task WaitForCompletionAsync_FreshRunThatIsListedWithinTheGrace_IsWaitedFor()
    {
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(TimeSpan.FromSeconds(20));
        Service.Set("a", "queued");
        await RunPollsForAsync(OneHour);
        Service.Set("a", "completed");
        await StartNextPollAsync();

        Assert.That((await wait.OrTimeout()).Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunThatWasListedAndIsGone_IsMissingAfterTheGrace()
    {
        Service.Set("a", "running", 30);
        var options = new WaitOptions { MissingGrace = OneMinute, Polling = FixedInterval(TimeSpan.FromSeconds(1)) };
        var wait = Client.WaitForCompletionAsync("kb", "a", options);
        await RunPollsForAsync(OneHour / 60);
        var listed = Clock.GetUtcNow();
        Service.Remove("a");

        var failure = await PolledUntilItFailsAsync<RunNotFoundException>(wait);

        // From the last time it was listed, or the first time it was not.
        Assert.That(_lastPoll - listed, Is.InRange(OneMinute, OneMinute + TimeSpan.FromSeconds(1.01)));
        Assert.That(failure.LastSeen.Single().Progress, Is.EqualTo(30));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunThatIsGoneForAWhileAgainAndAgain_IsNotMissing()
    {
        var wait = Client.WaitForCompletionAsync("kb", "a");
        for (var times = 0; times < 10; times++)
        {
            Service.Set("a", "running");
            await RunPollsForAsync(TimeSpan.FromSeconds(16));
            Service.Remove("a");
            await RunPollsForAsync(TimeSpan.FromSeconds(10));
        }

        Assert.That(wait.IsCompleted, Is.False);
    }

    // Keeps the time of the last poll: the clock may have been advanced once more before the wait has heard of its end.
    private async Task<T> PolledUntilItFailsAsync<T>(Task wait)
        where T : Exception
    {
        while (!wait.IsCompleted)
        {
            var requests = Service.Requests.Count;
            await Task.WhenAny(wait, StartNextPollAsync());
            var now = Clock.GetUtcNow();
            await Task.WhenAny(wait, NextPollDelayAsync());
            _lastPoll = Service.Requests.Count > requests ? now : _lastPoll;
        }

        return await CatchAsync<T>(wait);
    }
}
