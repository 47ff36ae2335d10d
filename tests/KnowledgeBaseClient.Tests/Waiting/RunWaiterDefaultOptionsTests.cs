using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Waits with the default options, including timeouts, retries and jitter, on a fake clock.</summary>
public sealed class RunWaiterDefaultOptionsTests
{
    private readonly TestClock _clock = new();
    private SimulatedService _service = null!;
    private RunsClient _client = null!;

    [SetUp]
    public void SetUp()
    {
        _service = new SimulatedService();
        var options = TestClients.Options(new Uri("http://localhost"));
        _client = new RunsClient(options, _service, timeProvider: _clock);
    }

    [TearDown]
    public void TearDown()
    {
        _client.Dispose();
        _service.Dispose();
    }

    [Test]
    public async Task WaitForCompletionAsync_FinishedRun_SendsOneRequest()
    {
        _service.Set("a", "completed", 100, ""","output":{"x":1}""");

        var run = await _client.WaitForCompletionAsync("kb", "a");

        Assert.That(run.Output.ToString(), Is.EqualTo("""{"x":1}"""));
        Assert.That(_service.Queries, Is.EqualTo((string[])["run_ids=a"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunFinishesLater_ReturnsFullRunWithoutExtraRequest()
    {
        _service.Set("a", "queued");
        var wait = _client.WaitForCompletionAsync("kb", "a");
        await StartNextPollAsync(1, () => _service.Set("a", "running", 50));
        await StartNextPollAsync(2, () => _service.Set("a", "failed", 50, ""","output":{"error":{"message":"no"}}"""));
        var run = await wait;

        Assert.That(run.Status, Is.EqualTo(RunStatus.Failed));
        Assert.That(run.EnsureCompleted, Throws.TypeOf<RunFailedException>().With.Message.Contains("no"));
        Assert.That(_service.Queries, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForEachAsync_ConsumerIsSlowAfterLastRun_SendsNoRequest()
    {
        _service.Set("a", "completed");
        await using var runs = _client.WaitForEachAsync("kb", ["a"]).GetAsyncEnumerator();
        Assert.That(await runs.MoveNextAsync());

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(_service.Queries, Is.EqualTo((string[])["run_ids=a"]));
        Assert.That(await runs.MoveNextAsync(), Is.False);
    }

    // Changes the service during the delay after this number of polls, then advances the clock to the next poll.
    private async Task StartNextPollAsync(int polls, Action changeService)
    {
        await _service.RequestedAsync(polls);
        var delay = await _clock.ArmedAsync(due => due <= TimeSpan.FromSeconds(20));
        changeService();
        _clock.Advance(delay);
    }
}
