using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary><see cref="PollingOptions"/> of the client, a wait or a watch set the delay between polls.</summary>
public sealed class PollSchedulePollingOptionsTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_NoPollingInWaitOptions_UsesPollingOfClient()
    {
        CreateClient(options => options.Polling = FixedInterval(TimeSpan.FromSeconds(7)));
        Service.Set("a", "running");
        _ = Client.WaitForCompletionAsync("kb", "a");

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public async Task WaitForCompletionAsync_PollingInWaitOptions_IsUsed()
    {
        Service.Set("a", "running");
        var polling = new PollingOptions { InitialInterval = TimeSpan.FromSeconds(10), MaxInterval = TimeSpan.FromSeconds(20) };
        _ = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Polling = polling });

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(10)));
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(15)));
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task WatchAsync_PollingInWatchOptions_IsUsed()
    {
        _ = Consume(Client.WatchAsync("kb", new WatchOptions { Polling = FixedInterval(TimeSpan.FromSeconds(7)) }));

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [TestCase(20, 5)]
    [TestCase(5, 20)]
    public async Task WaitForCompletionAsync_TwoWaitsWithDifferentPolling_UsesShorterIntervalUntilThatWaitEnds(
        int firstSeconds, int secondSeconds)
    {
        Service.Set("a", "running");
        Service.Set("b", "running");
        var firstPolling = FixedInterval(TimeSpan.FromSeconds(firstSeconds));
        var secondPolling = FixedInterval(TimeSpan.FromSeconds(secondSeconds));
        var first = Client.WaitForCompletionAsync("kb", "a", new WaitOptions { Polling = firstPolling });
        var second = Client.WaitForCompletionAsync("kb", "b", new WaitOptions { Polling = secondPolling });
        var (frequent, frequentRunId) = firstSeconds < secondSeconds ? (first, "a") : (second, "b");
        await RunNextPollAsync();
        await RunNextPollAsync();
        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(5)));

        Service.Set(frequentRunId, "completed");
        await RunNextPollAsync();
        await frequent.OrTimeout();
        await RunPollsForAsync(OneMinute);

        Assert.That(await NextPollDelayAsync(), Is.EqualTo(TimeSpan.FromSeconds(20)));
    }
}
