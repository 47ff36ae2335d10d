using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.UnitTests;

/// <summary>
/// Tests <see cref="DocumentImport"/> with the real client and a simulator, whose clock skips time: an hour takes milliseconds.
/// </summary>
[CancelAfter(60_000)]
public sealed class DocumentImportTransportTests
{
    private static readonly Dictionary<string, string> Documents = new() { ["run-1"] = "a.pdf", ["run-2"] = "b.pdf", ["run-3"] = "c.pdf" };

    private readonly KnowledgeBaseSimulator _simulator = new();

    private SimulatedKnowledgeBase KnowledgeBase => _simulator.KnowledgeBase("kb");

    [Test]
    public async Task WaitAsync_OneRunNeverFinishes_ReturnsTheOthersAfterTheTimeout(CancellationToken cancellationToken)
    {
        KnowledgeBase.AddRun(RunScript.Queued().Running(over: TimeSpan.FromMinutes(45)).Completed(), "run-1");
        KnowledgeBase.AddRun(RunScript.Queued().Running(over: TimeSpan.FromMinutes(30)).Failed("no text found"), "run-2");
        KnowledgeBase.AddRun(RunScript.Queued().Running(), "run-3");
        using var client = _simulator.CreateClient(options => options.Polling.MaxEventStreams = 0);

        var result = await new DocumentImport(client).WaitAsync("kb", Documents, cancellationToken);

        Assert.That(result.Imported, Is.EqualTo((string[])["a.pdf"]));
        Assert.That(result.Failed, Is.EqualTo(new Dictionary<string, string> { ["b.pdf"] = "no text found" }));
        Assert.That(result.Unfinished, Is.EqualTo((string[])["c.pdf"]));
        Assert.That(_simulator.RequestCount, Is.GreaterThan(3_600 / 50), "the longest interval is 45 s, and varies by 10 %");
    }

    [Test]
    public async Task WaitAsync_ServiceIsDownForFourMinutes_ImportsAllDocuments(CancellationToken cancellationToken)
    {
        foreach (var id in Documents.Keys)
        {
            KnowledgeBase.AddRun(new RunBuilder(id).Completed().Build());
        }

        var outage = _simulator.Faults.Outage(from: TimeSpan.Zero, duration: TimeSpan.FromMinutes(4));
        using var client = _simulator.CreateClient();

        var result = await new DocumentImport(client).WaitAsync("kb", Documents, cancellationToken);

        Assert.That(result.Imported, Is.EquivalentTo(Documents.Values));
        Assert.That(outage.Count, Is.GreaterThan(2));
    }
}
