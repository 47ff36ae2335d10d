using NUnit.Framework;

namespace QuickStart.Tests;

public sealed class StandInTests
{
    [Test]
    public async Task RunAsync_NothingSet_SaysThatNoRealServiceIsContactedAndHowToContactIt()
    {
        var outcome = await Outcome.WithNothingSetAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero);
            Assert.That(outcome.Lines[0], Does.StartWith("No real service is contacted."));
            Assert.That(outcome.Text, Does.Match(@"KnowledgeBaseServer\s+at http://127\.0\.0\.1:\d+/"));
            Assert.That(outcome.Text, Does.Contain("KNOWLEDGE_BASE_API_KEY").And.Contain("KNOWLEDGE_BASE_URL").And.Contain("KNOWLEDGE_BASE_ID"));
        }
    }

    [TestCase("7f150524-34b9-45df-9e77-69b10f4205b4  Ingest contracts  queued          0 %  2026-03-04 17:20               -")]
    [TestCase("c6f87718-6d76-407e-881e-d162ae2eb154  Ingest contracts  running        42 %  2026-03-04 17:19               -")]
    [TestCase("3f98e277-4cbd-47ad-9c90-a9587403e430  Ingest contracts  completed     100 %  2026-03-04 16:00      2 min 45 s")]
    [TestCase("c7a2ea20-b2f1-4c94-ae05-319acb5c7427  Ingest contracts  failed         62 %  2026-03-04 15:10      1 min 12 s")]
    [TestCase("4cdd2055-930d-4eaf-94f4-733f3e7d1bfb  Ingest contracts  stopped        25 %  2026-03-03 08:00            30 s")]
    public async Task RunAsync_NothingSet_ListsARunOfEachStatus(string row)
    {
        var outcome = await Outcome.WithNothingSetAsync();

        Assert.That(outcome.Lines, Does.Contain(row));
    }

    [TestCase("Input               executed   100 %  [####################]")]
    [TestCase("TextSplitter        running     40 %  [########............]")]
    [TestCase("KnowledgeIngestion  remaining")]
    public async Task RunAsync_NothingSet_ShowsTheRunningRunNodeByNode(string row)
    {
        var outcome = await Outcome.WithNothingSetAsync();

        Assert.That(outcome.Lines, Does.Contain(row));
    }

    [Test]
    public async Task RunAsync_NothingSet_ShowsWhyTheFailedRunFailedAndWhere()
    {
        var outcome = await Outcome.WithNothingSetAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                outcome.LineWith("RunFailedException"),
                Does.Contain("c7a2ea20-b2f1-4c94-ae05-319acb5c7427").And.Contain("embedding model quota exceeded"));
            Assert.That(outcome.LineWith("The node that failed"), Does.EndWith(": Embedding"));
        }
    }

    [Test]
    public async Task RunAsync_NothingSet_HandlesAnUnknownKnowledgeBase()
    {
        var outcome = await Outcome.WithNothingSetAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.LineWith("KnowledgeBaseNotFoundException"), Does.Contain("Knowledge base not found"));
            Assert.That(outcome.LineWith("Status:"), Does.Contain("404").And.Contain("attempts: 1").And.Contain("transient: no"));
            Assert.That(outcome.LineWith("What to do:"), Does.Contain("correct the id"));
        }
    }

    [Test]
    public async Task RunAsync_NothingSet_ShowsNoKey()
    {
        var outcome = await Outcome.WithNothingSetAsync();

        Assert.That(outcome.Text, Does.Not.Contain(KnowledgeBaseClient.Testing.KnowledgeBaseServer.DefaultApiKey));
    }

    [Test]
    public async Task RunAsync_OutputGoesToAFile_WaitsForTheUnendedRunsWithALinePerChange()
    {
        var outcome = await Outcome.WithNothingSetAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.Lines, Has.Some.StartsWith("Waiting for the 2 runs"));
            Assert.That(outcome.Lines.Count(line => line.Contains("c6f87718-6d76-407e-881e-d162ae2eb154  running", StringComparison.Ordinal)), Is.GreaterThan(2));
            Assert.That(outcome.Lines, Has.Some.Contains("7f150524-34b9-45df-9e77-69b10f4205b4  completed    100 %"));
            Assert.That(outcome.Lines, Does.Contain("All of them have ended: 2 completed."));
            Assert.That(outcome.Text.Contains("\r ", StringComparison.Ordinal), Is.False);
        }
    }

    [Test]
    public async Task RunAsync_Terminal_WritesProgressOverTheLineBefore()
    {
        var outcome = await Outcome.WithNothingSetAsync(isTerminal: true);

        Assert.That(outcome.Text, Does.Match("\r  c6f87718[^\n]+\r  c6f87718|\r  7f150524[^\n]+\r  7f150524"));
        Assert.That(outcome.Lines, Does.Contain("All of them have ended: 2 completed."));
    }
}
