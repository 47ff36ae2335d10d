using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class SimulatorTests
{
    // One execution takes seconds, so the tests that only read its output share it.
    private static readonly Lazy<Task<SampleResult>> SharedResult = new(() => SampleResult.RunWithSimulatorAsync());

    [Test]
    public async Task RunAsync_NoVariableSet_ExplainsSimulatorAndHowToCallRealService()
    {
        var result = await SharedResult.Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Lines[0], Does.StartWith("No real service is contacted."));
            Assert.That(result.Text, Does.Match(@"KnowledgeBaseServer\s+at http://127\.0\.0\.1:\d+/"));
            Assert.That(
                result.Text, Does.Contain("KNOWLEDGE_BASE_API_KEY").And.Contain("KNOWLEDGE_BASE_URL").And.Contain("KNOWLEDGE_BASE_ID"));
        }
    }

    [TestCase("7f150524-34b9-45df-9e77-69b10f4205b4  Ingest contracts  queued          0 %  2026-03-04 17:20           -")]
    [TestCase("c6f87718-6d76-407e-881e-d162ae2eb154  Ingest contracts  running        42 %  2026-03-04 17:19           -")]
    [TestCase("3f98e277-4cbd-47ad-9c90-a9587403e430  Ingest contracts  completed     100 %  2026-03-04 16:00  2 min 45 s")]
    [TestCase("c7a2ea20-b2f1-4c94-ae05-319acb5c7427  Ingest contracts  failed         62 %  2026-03-04 15:10  1 min 12 s")]
    [TestCase("4cdd2055-930d-4eaf-94f4-733f3e7d1bfb  Ingest contracts  stopped        25 %  2026-03-03 08:00        30 s")]
    public async Task RunAsync_NoVariableSet_ListsOneRunPerStatus(string row)
    {
        var result = await SharedResult.Value;

        Assert.That(result.Lines, Does.Contain(row));
    }

    [TestCase("Input               executed   100 %  [####################]")]
    [TestCase("TextSplitter        running     40 %  [########............]")]
    [TestCase("KnowledgeIngestion  remaining")]
    public async Task RunAsync_NoVariableSet_ShowsNodesOfRunningRun(string row)
    {
        var result = await SharedResult.Value;

        Assert.That(result.Lines, Does.Contain(row));
    }

    [Test]
    public async Task RunAsync_NoVariableSet_ShowsErrorAndNodeOfFailedRun()
    {
        var result = await SharedResult.Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                result.LineWith("RunFailedException"),
                Does.Contain("c7a2ea20-b2f1-4c94-ae05-319acb5c7427").And.Contain("embedding model quota exceeded"));
            Assert.That(result.LineWith("Failed node"), Does.EndWith(": Embedding"));
        }
    }

    [Test]
    public async Task RunAsync_NoVariableSet_HandlesUnknownKnowledgeBase()
    {
        var result = await SharedResult.Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.LineWith("KnowledgeBaseNotFoundException"), Does.Contain("Knowledge base not found"));
            Assert.That(result.LineWith("Status:"), Does.Contain("404").And.Contain("attempts: 1").And.Contain("transient: no"));
            Assert.That(result.LineWith("What to do:"), Does.Contain("correct the id"));
        }
    }

    [Test]
    public async Task RunAsync_NoVariableSet_DoesNotPrintApiKey()
    {
        var result = await SharedResult.Value;

        Assert.That(result.Text, Does.Not.Contain(KnowledgeBaseSimulator.DefaultApiKey));
    }

    [Test]
    public async Task RunAsync_OutputRedirected_UploadsAndShowsProgressAndOutcome()
    {
        var result = await SharedResult.Value;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Lines, Has.Some.StartsWith("Uploading contract.md, empty-page.txt, price-list.csv."));
            Assert.That(result.Lines.Count(line => line.Contains("  running  ", StringComparison.Ordinal)), Is.GreaterThan(4));
            Assert.That(result.Lines.Count(line => line.EndsWith("completed  100 %, 6/6 nodes", StringComparison.Ordinal)), Is.EqualTo(2));
            Assert.That(result.Lines, Does.Contain("All runs finished: 1 failed, 2 completed."));
            Assert.That(result.Lines, Has.Some.EndsWith(": empty-page.txt contains no text"));
            Assert.That(result.Text.Contains("\r ", StringComparison.Ordinal), Is.False);
        }
    }

    [Test]
    public async Task RunAsync_Terminal_OverwritesPreviousChangeOfSameRun()
    {
        var result = await SampleResult.RunWithSimulatorAsync(isTerminal: true);

        Assert.That(result.Text, Does.Match("\r  (0000000[123])[^\n]+\r  \\1"));
        Assert.That(result.Lines, Does.Contain("All runs finished: 1 failed, 2 completed."));
    }
}
