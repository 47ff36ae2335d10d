using KnowledgeBaseClient;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace TestYourCode;

/// <summary>
/// Tests <see cref="UploadProcessor"/> with the real client against a simulator. Its clock skips time: each test takes milliseconds.
/// </summary>
public sealed class UploadProcessorTests
{
    private readonly InMemoryIndex _index = new();
    private readonly InMemoryTickets _tickets = new();

    [Test]
    public async Task ProcessAsync_RunFailsAfterAnHour_OpensATicketWithTheError()
    {
        #region readme
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("contracts").AddRun(RunScript
            .Queued(TimeSpan.FromMinutes(5))
            .Running(to: 60, over: TimeSpan.FromMinutes(55))
            .Failed("no text found"));
        using var client = simulator.CreateClient();

        await new UploadProcessor(client, _index, _tickets).ProcessAsync("contracts", [runId]);

        Assert.That(_tickets.Reasons[runId], Is.EqualTo("no text found"));
        #endregion
        Assert.That(_index.RunIds, Is.Empty);
    }

    [Test]
    public async Task ProcessAsync_IngestionOfAnHour_IndexesTheDocument()
    {
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("contracts").AddRun(
            RunScript.Queued().Running(over: TimeSpan.FromHours(1)).Completed());
        using var client = simulator.CreateClient();

        await new UploadProcessor(client, _index, _tickets).ProcessAsync("contracts", [runId]);

        Assert.That(_index.RunIds, Is.EqualTo((string[])[runId]));
        Assert.That(_tickets.Reasons, Is.Empty);
    }

    [Test]
    public async Task ProcessAsync_ServiceIsDownForFiveMinutes_IndexesTheDocumentAfterwards()
    {
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("contracts").AddRun(
            RunScript.Queued().Running(over: TimeSpan.FromMinutes(12)).Completed());
        var outage = simulator.Faults.Outage(from: TimeSpan.FromMinutes(10), duration: TimeSpan.FromMinutes(5));
        using var client = simulator.CreateClient();

        await new UploadProcessor(client, _index, _tickets).ProcessAsync("contracts", [runId]);

        Assert.That(_index.RunIds, Is.EqualTo((string[])[runId]));
        Assert.That(outage.Count, Is.GreaterThan(1));
    }

    [Test]
    public async Task ProcessAsync_RateLimitBelowTheRequestsOfAPoll_IndexesAllDocuments()
    {
        var simulator = new KnowledgeBaseSimulator();
        var runIds = simulator.KnowledgeBase("contracts").AddRandomRuns(120, within: TimeSpan.FromMinutes(5), seed: 1);
        var rateLimit = simulator.Faults.RateLimit(perSecond: 1, retryAfter: TimeSpan.FromSeconds(20));
        using var client = simulator.CreateClient();

        await new UploadProcessor(client, _index, _tickets).ProcessAsync("contracts", runIds);

        Assert.That(_index.RunIds.Concat(_tickets.Reasons.Keys), Is.EquivalentTo(runIds));
        Assert.That(rateLimit.Count, Is.GreaterThan(1));
    }

    [Test]
    public async Task ProcessAsync_CanceledAfterTenMinutes_ThrowsAndLeavesTheRunAlone()
    {
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("contracts").AddRun(RunScript.Queued().Running(over: TimeSpan.FromHours(1)).Completed());
        using var client = simulator.CreateClient();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMinutes(10), simulator.Clock);

        await Assert.ThatAsync(
            () => new UploadProcessor(client, _index, _tickets).ProcessAsync("contracts", [runId], cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(_index.RunIds, Is.Empty);
        Assert.That(simulator.KnowledgeBase("contracts").Runs.Single().Status, Is.EqualTo(RunStatus.Running));
    }

    [Test]
    public async Task ProcessAsync_RunNeverFinishes_OpensATicketAfterTwoHours()
    {
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("contracts").AddRun(RunScript.Queued().Running(to: 40, over: TimeSpan.FromMinutes(5)));
        using var client = simulator.CreateClient();

        await new UploadProcessor(client, _index, _tickets).ProcessAsync("contracts", [runId]);

        Assert.That(_tickets.Reasons[runId], Is.EqualTo("The run did not finish in time."));
    }

    [Test]
    public async Task ProcessAsync_KeyIsRejected_ThrowsAtOnce()
    {
        using var client = new FakeRunsClient();
        var runId = client.KnowledgeBase("contracts").AddRun(RunScript.Queued().Completed());
        client.Simulator.Faults.RejectKey();

        await Assert.ThrowsAsync<ApiKeyRejectedException>(
            () => new UploadProcessor(client, _index, _tickets).ProcessAsync("contracts", [runId]));
    }
}
