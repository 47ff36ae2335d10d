using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>The delay between polls grows while nothing changes, and is reset by a change or a new subscriber.</summary>
public sealed class PollScheduleTests : WaitingFixture
{
    private static readonly double[] DelaysInSeconds = [1, 1.5, 2.25, 3.375, 5.0625, 7.59375, 11.390625, 15, 15];

    // Delays are rounded up to whole milliseconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    [TestCase(0, 0.9)]
    [TestCase(0.5, 1)]
    [TestCase(1, 1.1)]
    public async Task WaitForCompletionAsync_NothingChanges_DelayGrowsToMaximumWithTenPercentJitter(double random, double jitter)
    {
        CreateClient(random: () => random);
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");

        foreach (var seconds in DelaysInSeconds)
        {
            var delay = await NextPollDelayAsync();
            Assert.That(delay, Is.EqualTo(TimeSpan.FromSeconds(seconds * jitter)).Within(Rounding));
            Clock.Advance(delay);
        }
    }

    [Test]
    public async Task WaitForCompletionAsync_RunChanges_ResetsDelay()
    {
        Service.Set("a", "queued");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(OneMinute);
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(15)));

        Service.Set("a", "running");
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1.5)));
    }

    [TestCase(false, 45)]
    [TestCase(true, 1)]
    public async Task WaitForCompletionAsync_EndIsFarAway_IsPolledLessOftenUnlessProgressIsReported(bool progress, double seconds)
    {
        Service.Set("a", "running");
        var receiver = progress ? new SynchronousProgress<RunChange>(_ => { }) : null;
        _ = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Progress = receiver });
        await RunPollsForAsync(OneMinute);

        Service.Set("a", "running", 1);
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(seconds)));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunIsNotListed_DelayGrows()
    {
        _ = Client.WaitForCompletionAsync("kb", "a");
        await WaitUntilIdleAsync();
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1.5)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitDuringLongDelay_IsPolledAfterInitial()
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(OneMinute);
        var queriesBefore = Service.Queries.Count;

        _ = Client.WaitForCompletionAsync("kb", "b");
        await Clock.ArmedAsync(due => due == TimeSpan.FromSeconds(1));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Service.RequestedAsync(queriesBefore + 1);

        Assert.That(Service.Queries[^1], Is.EqualTo("run_ids=b,a"));
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitForUnchangedRun_ResetsDelay()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(OneMinute);
        var queriesBefore = Service.Queries.Count;

        _ = Client.WaitForCompletionAsync("kb", "a");
        await Clock.ArmedAsync(due => due == TimeSpan.FromSeconds(1));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Service.RequestedAsync(queriesBefore + 1);

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task WaitForCompletionAsync_NewWaitIsAlreadyCanceled_DoesNotResetDelay()
    {
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(OneMinute);

        var canceled = new CancellationToken(canceled: true);
        await CatchAsync<OperationCanceledException>(Client.WaitForCompletionAsync("kb", "a", cancellationToken: canceled));
        await RunNextPollAsync();

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunTakesOneHour_SendsFewRequests()
    {
        Service.Set("a", "running");
        var wait = Client.WaitForCompletionAsync("kb", "a");
        await RunPollsForAsync(OneHour);
        Service.Set("a", "completed");
        await StartNextPollAsync();

        await wait.OrTimeout();

        // Eight in the first minute, then four per minute.
        Assert.That(Service.Queries, Has.Count.InRange(235, 250));
    }
}
