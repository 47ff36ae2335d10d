using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

public sealed class RunTests
{
    private const string Secret = "confidential";

    // Everything opaque or unknown holds the secret.
    private const string Text = $$$"""
        {"id":"r-1","status":"running","progress":42,"input":"{{{Secret}}}","output":{"error":{"message":"{{{Secret}}}"}},
         "workflow_definition":["{{{Secret}}}"],"definitions":"{{{Secret}}}","meta":"{{{Secret}}}","new":"{{{Secret}}}",
         "workflow":{"id":"w-1","name":"Ingest","type":"flow","definition":"{{{Secret}}}","description":"{{{Secret}}}","new":"{{{Secret}}}",
                     "meta":{"new":"{{{Secret}}}"}},
         "progress_details":{"per_node_progress":"{{{Secret}}}","per_edge_progress":"{{{Secret}}}","run_logs":"{{{Secret}}}"}}
        """;

    [Test]
    public void ToString_Run_SaysWhichItIsAndNothingOpaque()
    {
        const string expected = "Run r-1 of Ingest: running, 42 %";

        Assert.That(RunText.Read(Text).ToString(), Is.EqualTo(expected));
        Assert.That(RunText.ReadSummary(Text).ToString(), Is.EqualTo(expected));
        Assert.That(RunText.Read(RunText.With()).ToString(), Is.EqualTo("Run r-1 of an unnamed workflow: running, 0 %"));
    }

    [Test]
    public void ToString_Workflow_SaysWhichItIsAndNothingOpaque() =>
        Assert.That(RunText.Read(Text).Workflow!.ToString(), Is.EqualTo("Workflow w-1 (flow) Ingest"));

    [Test]
    public void Workflow_Set_SetsTheWorkflowsNameToo()
    {
        var run = HandmadeRun.Full with { Workflow = new Workflow { Name = "Other" } };
        var without = run with { Workflow = null };

        Assert.That(run.WorkflowName, Is.EqualTo("Other"));
        Assert.That(without.WorkflowName, Is.Null);
    }

    [Test]
    public void EnsureCompleted_CompletedRun_IsTheRun()
    {
        var run = ExampleFiles.Run("completed");

        Assert.That(run.EnsureCompleted(), Is.SameAs(run));
    }

    [TestCase("failed", "The run c7a2ea20-b2f1-4c94-ae05-319acb5c7427 ended as failed, at 62 %: embedding model quota exceeded.")]
    [TestCase("stopped", "The run 4cdd2055-930d-4eaf-94f4-733f3e7d1bfb ended as stopped, at 25 %.")]
    [TestCase("running", "The run c6f87718-6d76-407e-881e-d162ae2eb154 has not ended: it is running, at 42 %.")]
    [TestCase("queued", "The run 7f150524-34b9-45df-9e77-69b10f4205b4 has not ended: it is queued, at 0 %.")]
    public void EnsureCompleted_AnyOtherRun_ThrowsWithTheRun(string example, string message)
    {
        var run = ExampleFiles.Run(example);

        var failure = Assert.Throws<RunFailedException>(() => run.EnsureCompleted());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Run, Is.SameAs(run));
            Assert.That(failure.Message, Is.EqualTo(message));
            Assert.That(failure.IsTransient, Is.False);
        }
    }

    [Test]
    public void EnsureCompleted_StatusThatTheReferenceDoesNotList_Throws() =>
        Assert.That(
            () => RunText.Read("""{"id":"r-1","status":"archived"}""").EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.EqualTo("The run r-1 has not ended: it is archived, at 0 %."));

    [TestCase("null")]
    [TestCase("\"quota\"")]
    [TestCase("""{"error":null}""")]
    [TestCase("""{"error":{"message":null}}""")]
    [TestCase("""{"error":{"message":{"text":"quota"}}}""")]
    public void EnsureCompleted_OutputWithoutAReason_ThrowsWithoutOne(string output) =>
        Assert.That(
            () => Failed(output).EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.EqualTo("The run r-1 ended as failed, at 0 %."));

    [Test]
    public void EnsureCompleted_ErrorThatIsATextItself_GivesItAsTheReason() =>
        Assert.That(
            () => Failed("""{"error":"quota"}""").EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.EqualTo("The run r-1 ended as failed, at 0 %: quota."));

    // The reason is the service's to write: one that is no text to .NET must not hide that the run has failed.
    [Test]
    public void EnsureCompleted_ReasonWithHalfASurrogatePair_Throws() =>
        Assert.That(
            () => Failed("""{"error":{"message":"quota \ud83d"}}""").EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.StartsWith("The run r-1 ended as failed, at 0 %"));

    [Test]
    public void EnsureCompleted_LongReason_IsCutShort()
    {
        var output = $$$"""{"error":{"message":"{{{new string('x', 501)}}}"}}""";

        Assert.That(
            () => Failed(output).EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.EqualTo($"The run r-1 ended as failed, at 0 %: {new string('x', 500)}…."));
    }

    [Test]
    public void RunFailedException_WithoutARun_Throws() => Assert.That(() => new RunFailedException(null!), Throws.ArgumentNullException);

    private static Run Failed(string output) => RunText.Read($$"""{"id":"r-1","status":"failed","output":{{output}}}""");
}
