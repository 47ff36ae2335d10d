using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>How long the poller pauses between two polls.</summary>
public sealed class PollScheduleTests : WaitingFixture
{
    private static readonly double[] FromOneToFifteen = [1, 1.5, 2.25, 3.375, 5.0625, 7.59375, 11.390625, 15, 15];

    // A pause is armed in whole milliseconds, never too short.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    [TestCase(0, 0.9)]
    [TestCase(0.5, 1)]
    [TestCase(1, 1.1)]
    public async Task WaitForCompletionAsync_NothingChanges_PausesFromOneSecondToFifteenWithTenPercentOfJitter(double random, double jitter)
    {
        CreateClient(random: () => random);
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");

        foreach (var seconds in FromOneToFifteen)
        {
            var pause = await NextPollDelayAsync();
            Assert.That(pause, Is.EqualTo(TimeSpan.FromSeconds(seconds * jitter)).Within(Rounding));
            Clock.Advance(pause);
        }
    }

    [Test]
    public async Task WaitForCompletionAsync_RunChanges_PausesAsAtTheBeginning()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(TimeSpan.FromMinutes(1));
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(15)));

        Service.Set("a", "running", 1);
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1.5)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitDuringALongPause_IsAskedForAfterInitial()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(TimeSpan.FromMinutes(1));
        var polls = Service.Requests.Count;

        _ = Client.WaitForCompletionAsync("kb", "b");
        await Clock.ArmedAsync(due => due == TimeSpan.FromSeconds(1));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Service.RequestedAsync(polls + 1);

        Assert.That(Service.Requests[^1], Is.EqualTo("run_ids=a,b"));
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitForARunThatDoesNotChange_PausesAsAtTheBeginning()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(TimeSpan.FromMinutes(1));
        var polls = Service.Requests.Count;

        _ = Client.WaitForCompletionAsync("kb", "a");
        await Clock.ArmedAsync(due => due == TimeSpan.FromSeconds(1));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Service.RequestedAsync(polls + 1);

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_CancelledBeforeItBegins_LeavesThePaceOfOthersAlone()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(TimeSpan.FromMinutes(1));

        await CatchAsync<OperationCanceledException>(Client.WaitForCompletionAsync("kb", "a", cancellationToken: new CancellationToken(canceled: true)));
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunThatIsNotListed_IsNoChange()
    {
        _ = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1.5)));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollingOfItsOwn_IsFollowed()
    {
        Service.Set("a", "running");
        var polling = new PollingOptions { Initial = TimeSpan.FromSeconds(10), Maximum = TimeSpan.FromSeconds(20) };
        _ = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Polling = polling });

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(10)));
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(15)));
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollingOfTheClient_IsFollowedByDefault()
    {
        CreateClient(options => options.Polling = FixedInterval(TimeSpan.FromSeconds(7)));
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task WatchAsync_PollingOfItsOwn_IsFollowed()
    {
        _ = Consume(Client.WatchAsync("kb", new WatchOptions { Polling = FixedInterval(TimeSpan.FromSeconds(7)) }));

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [TestCase(20, 5)]
    [TestCase(5, 20)]
    public async Task WaitForCompletionAsync_TwoWaitsWithPollingOfTheirOwn_KeepTheShorterIntervalUntilItsWaitEnds(int firstSeconds, int secondSeconds)
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        var first = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Polling = FixedInterval(TimeSpan.FromSeconds(firstSeconds)) });
        var second = Client.WaitForCompletionAsync("kb", "b", new WaitOptions { Polling = FixedInterval(TimeSpan.FromSeconds(secondSeconds)) });
        var (often, itsRun) = firstSeconds < secondSeconds ? (first, "a") : (second, "b");
        await RunNextPollAsync();
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(5)));

        Service.Set(itsRun, "completed");
        await RunNextPollAsync();
        await often.OrTimeout();
        await RunPollsForAsync(TimeSpan.FromMinutes(1));

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task WaitForCompletionAsync_AnHourOfRunning_TakesFewRequests()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(OneHour);
        Service.Set("a", "completed");
        await StartNextPollAsync();

        await wait.OrTimeout();

        // The first minute takes eight, each of the others four.
        Assert.That(Service.Requests, Has.Count.InRange(235, 250));
    }
}
