using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing;

public sealed class KnowledgeBaseSimulatorTests
{
    private readonly KnowledgeBaseSimulator _simulator = new();

    [TestCase("")]
    [TestCase("with space")]
    [TestCase("1234567")]
    [TestCase("clé-12345")]
    public void ApiKey_ThatTheClientRefuses_Throws(string apiKey) =>
        Assert.That(() => _simulator.ApiKey = apiKey, Throws.ArgumentException.With.Message.Contains("visible ASCII"));

    [Test]
    public async Task CreateClient_WithAnotherKey_UsesIt()
    {
        _simulator.ApiKey = "another-fake-key";
        _simulator.KnowledgeBase("kb");
        using var client = _simulator.CreateClient();
        using var other = _simulator.CreateClient(options => options.ApiKey = KnowledgeBaseSimulator.DefaultApiKey);

        Assert.That(await client.ListAsync("kb"), Is.Empty);
        await Assert.ThrowsAsync<ApiKeyRejectedException>(() => other.ListAsync("kb"));
    }

    [Test]
    public async Task RemoveKnowledgeBase_Existing_IsNotFound()
    {
        _simulator.KnowledgeBase("kb");
        using var client = _simulator.CreateClient();
        await client.ListAsync("kb");

        Assert.That((_simulator.RemoveKnowledgeBase("kb"), _simulator.RemoveKnowledgeBase("kb")), Is.EqualTo((true, false)));
        await Assert.ThrowsAsync<KnowledgeBaseNotFoundException>(() => client.ListAsync("kb"));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunOfAnHour_EndsAtTheScriptedTime()
    {
        var start = _simulator.Clock.GetUtcNow();
        var id = _simulator.KnowledgeBase("kb").AddRun(
            RunScript.Queued(TimeSpan.FromMinutes(5)).Running(over: TimeSpan.FromMinutes(55)).Completed());
        using var client = _simulator.CreateClient();

        var run = await client.WaitForCompletionAsync("kb", id).OrTimeout();

        Assert.That(run.FinishedAt, Is.EqualTo(start + TimeSpan.FromHours(1)));
        Assert.That(_simulator.Clock.GetUtcNow() - run.FinishedAt, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task WaitForCompletionAsync_RunNeverFinishes_FailsAfterTheTimeLimit()
    {
        var start = _simulator.Clock.GetUtcNow();
        _simulator.TimeLimit = TimeSpan.FromDays(2);
        var id = _simulator.KnowledgeBase("kb").AddRun(RunScript.Queued().Running());
        using var client = _simulator.CreateClient();

        var failure = await Assert.ThrowsAsync<RunPollingException>(() => client.WaitForCompletionAsync("kb", id).OrTimeout());

        Assert.That(failure!.Message, Does.Contain("does the test wait for something that never happens"));
        Assert.That(_simulator.Clock.GetUtcNow() - start, Is.LessThan(TimeSpan.FromDays(2.1)));
    }

    [Test]
    public void SimulationClock_OtherClock_ThrowsAndNamesIt() => Assert.That(
        () => new KnowledgeBaseSimulator(TimeProvider.System).SimulationClock,
        Throws.InvalidOperationException.With.Message.Contains("SystemTimeProvider"));

    [Test]
    public async Task WaitForRequestsAsync_Requests_CompletesWhenTheyHaveArrived()
    {
        _simulator.KnowledgeBase("kb");
        using var client = _simulator.CreateClient();
        var arrived = _simulator.WaitForRequestsAsync(2);
        await client.ListAsync("kb");
        var early = arrived.IsCompleted;

        await client.ListAsync("kb");

        await arrived.OrTimeout();
        Assert.That(early, Is.False);
        await Assert.ThatAsync(
            () => _simulator.WaitForRequestsAsync(3, new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
