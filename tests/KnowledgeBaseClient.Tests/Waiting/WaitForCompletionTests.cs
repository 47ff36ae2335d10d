using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Waiting for one run, on a fake clock.</summary>
public sealed class WaitForCompletionTests
{
    private readonly TestClock _clock = new();
    private FakeRunsService _service = null!;
    private RunsClient _client = null!;

    [SetUp]
    public void SetUp()
    {
        _service = new FakeRunsService();
        _client = new RunsClient(new KnowledgeBaseClientOptions { ApiKey = "test-api-key", BaseAddress = new Uri("http://localhost") }, _service, timeProvider: _clock);
    }

    [TearDown]
    public void TearDown()
    {
        _client.Dispose();
        _service.Dispose();
    }

    [Test]
    public async Task WaitForCompletionAsync_RunThatHasEnded_IsReturnedAfterOneRequest()
    {
        _service.Set("a", "completed", 100, ""","output":{"x":1}""");

        var run = await _client.WaitForCompletionAsync("kb", "a");

        Assert.That(run.Output.ToString(), Is.EqualTo("""{"x":1}"""));
        Assert.That(_service.Requests, Is.EqualTo((string[])["run_ids=a"]));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunThatEndsLater_IsReturnedInFullWithoutAnotherRequest()
    {
        _service.Set("a", "queued");
        var wait = _client.WaitForCompletionAsync("kb", "a");
        await NextPollAsync(1, () => _service.Set("a", "running", 50));
        await NextPollAsync(2, () => _service.Set("a", "failed", 50, ""","output":{"error":{"message":"no"}}"""));
        var run = await wait;

        Assert.That(run.Status, Is.EqualTo(RunStatus.Failed));
        Assert.That(run.EnsureCompleted, Throws.TypeOf<RunFailedException>().With.Message.Contains("no"));
        Assert.That(_service.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task WaitForEachAsync_ReaderSlowToTakeTheLastRun_AsksForNothingMeanwhile()
    {
        _service.Set("a", "completed");
        await using var ended = _client.WaitForEachAsync("kb", ["a"]).GetAsyncEnumerator();
        Assert.That(await ended.MoveNextAsync());

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(_service.Requests, Is.EqualTo((string[])["run_ids=a"]));
        Assert.That(await ended.MoveNextAsync(), Is.False);
    }

    // Lets something happen in the pause after so many polls, then ends the pause.
    private async Task NextPollAsync(int polls, Action happens)
    {
        await _service.RequestedAsync(polls);
        var pause = await _clock.ArmedAsync(due => due <= TimeSpan.FromSeconds(20));
        happens();
        _clock.Advance(pause);
    }
}
