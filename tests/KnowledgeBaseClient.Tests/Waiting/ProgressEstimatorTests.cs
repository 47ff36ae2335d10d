using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>The estimated time left of a run follows from its recent progress.</summary>
public sealed class ProgressEstimatorTests : WaitingFixture
{
    private Consumer<RunChange> _watch = null!;

    [SetUp]
    public void PollEveryTenSeconds() => CreateClient(options => options.Polling = FixedInterval(TimeSpan.FromSeconds(10)));

    [Test]
    public async Task EstimatedTimeLeft_FirstChange_IsNull() =>
        Assert.That(await FirstTimeLeftAsync("running", 40), Is.Null);

    [Test]
    public async Task EstimatedTimeLeft_SteadyProgress_FollowsRateOfProgress()
    {
        await FirstTimeLeftAsync("running", 0);

        // 10 percent in 10 s.
        Assert.That(await NextTimeLeftAsync("running", 10), Is.EqualTo(TimeSpan.FromSeconds(90)));
        Assert.That(await NextTimeLeftAsync("running", 20), Is.EqualTo(TimeSpan.FromSeconds(80)));

        // 60 percent in 30 s.
        Assert.That(await NextTimeLeftAsync("running", 60), Is.EqualTo(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task EstimatedTimeLeft_ChangeWithoutProgress_SubtractsElapsedTime()
    {
        await FirstTimeLeftAsync("running", 0);
        await NextTimeLeftAsync("running", 10);

        Assert.That(await NextTimeLeftAsync("running", 10, ""","source":"api" """), Is.EqualTo(TimeSpan.FromSeconds(80)));
    }

    [TestCase("completed", 100)]
    [TestCase("failed", 30)]
    [TestCase("stopped", 30)]
    [TestCase("queued", 30)]
    public async Task EstimatedTimeLeft_RunIsNotRunning_IsNull(string status, int progress)
    {
        await FirstTimeLeftAsync("running", 10);
        await NextTimeLeftAsync("running", 20);

        Assert.That(await NextTimeLeftAsync(status, progress), Is.Null);
    }

    [Test]
    public async Task EstimatedTimeLeft_RunningAt100Percent_IsNull()
    {
        await FirstTimeLeftAsync("running", 10);

        Assert.That(await NextTimeLeftAsync("running", 100), Is.Null);
    }

    [Test]
    public async Task EstimatedTimeLeft_ProgressDecreases_StartsNewEstimate()
    {
        await FirstTimeLeftAsync("running", 40);
        await NextTimeLeftAsync("running", 80);

        Assert.That(await NextTimeLeftAsync("running", 10), Is.Null);
        Assert.That(await NextTimeLeftAsync("running", 30), Is.EqualTo(TimeSpan.FromSeconds(35)));
    }

    [Test]
    public async Task EstimatedTimeLeft_TimeInQueue_IsIgnored()
    {
        await FirstTimeLeftAsync("queued", 0);
        await RunPollsForAsync(OneHour);

        Assert.That(await NextTimeLeftAsync("running", 0), Is.Null);
        Assert.That(await NextTimeLeftAsync("running", 50), Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task EstimatedTimeLeft_RunTakesLongerThanEstimated_IsZero()
    {
        await FirstTimeLeftAsync("running", 0);
        await NextTimeLeftAsync("running", 90);
        await RunPollsForAsync(OneHour);

        Assert.That(await NextTimeLeftAsync("running", 90, ""","source":"api" """), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task EstimatedTimeLeft_VanishedRunReturns_StartsNewEstimate()
    {
        await FirstTimeLeftAsync("running", 0);
        await NextTimeLeftAsync("running", 10);
        Service.Remove("a");
        await RunNextPollAsync();
        await _watch.TakeAsync();

        Assert.That(await NextTimeLeftAsync("running", 30), Is.Null);
    }

    [Test]
    public void EstimatedTimeLeft_ManyChanges_UsesLastEight()
    {
        int[] secondsAtEachPercent = [0, 100, 180, 190, 200, 210, 220, 230, 240];
        var estimator = new ProgressEstimator();

        var left = secondsAtEachPercent
            .Select((seconds, percent) => estimator.Add(
                TimeSpan.FromSeconds(seconds), new Run { Id = "a", Status = RunStatus.Running, Progress = percent }))
            .Last();

        // 7 percent in 140 s, and 92 percent left.
        Assert.That(left, Is.EqualTo(TimeSpan.FromSeconds(1840)));
    }

    private async Task<TimeSpan?> FirstTimeLeftAsync(string status, int progress)
    {
        Service.Set("a", status, progress);
        _watch = Consume(Client.WatchAsync("kb"));
        return (await _watch.TakeAsync()).EstimatedTimeLeft;
    }

    private async Task<TimeSpan?> NextTimeLeftAsync(string status, int progress, string more = "")
    {
        Service.Set("a", status, progress, more);
        await RunNextPollAsync();
        return (await _watch.TakeAsync()).EstimatedTimeLeft;
    }
}
