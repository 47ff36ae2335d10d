using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

public sealed class RunTests
{
    private const string Secret = "confidential";
    private const string UseFinished = "Call EnsureCompleted after the run has finished.";

    // Every opaque or unknown field contains the secret.
    private const string Text = $$$"""
        {"id":"r-1","status":"running","progress":42,"input":"{{{Secret}}}","output":{"error":{"message":"{{{Secret}}}"}},
         "workflow_definition":["{{{Secret}}}"],"definitions":"{{{Secret}}}","meta":"{{{Secret}}}","new":"{{{Secret}}}",
         "workflow":{"id":"w-1","name":"Ingest","type":"flow","definition":"{{{Secret}}}","description":"{{{Secret}}}","new":"{{{Secret}}}",
                     "meta":{"new":"{{{Secret}}}"}},
         "progress_details":{"per_node_progress":"{{{Secret}}}","per_edge_progress":"{{{Secret}}}","run_logs":"{{{Secret}}}"}}
        """;

    [Test]
    public void ToString_Run_ContainsNoOpaqueJson()
    {
        const string expected = "Run r-1 of Ingest: running, 42 %";

        Assert.That(RunText.Read(Text).ToString(), Is.EqualTo(expected));
        Assert.That(RunText.ReadSummary(Text).ToString(), Is.EqualTo(expected));
        Assert.That(RunText.Read(RunText.With()).ToString(), Is.EqualTo("Run r-1 of an unnamed workflow: running, 0 %"));
    }

    [Test]
    public void ToString_Workflow_ContainsNoOpaqueJson() =>
        Assert.That(RunText.Read(Text).Workflow!.ToString(), Is.EqualTo("Workflow w-1 (flow): Ingest"));

    [Test]
    public void Workflow_Set_AlsoSetsWorkflowName()
    {
        var run = ConstructedRun.Full with { Workflow = new Workflow { Name = "Other" } };
        var without = run with { Workflow = null };

        Assert.That(run.WorkflowName, Is.EqualTo("Other"));
        Assert.That(without.WorkflowName, Is.Null);
    }

    [Test]
    public void EnsureCompleted_CompletedRun_ReturnsIt()
    {
        var run = ExampleFiles.Run("completed");

        Assert.That(run.EnsureCompleted(), Is.SameAs(run));
    }

    [TestCase("failed", "Run c7a2ea20-b2f1-4c94-ae05-319acb5c7427 finished with status failed (62 %): embedding model quota exceeded.")]
    [TestCase("stopped", "Run 4cdd2055-930d-4eaf-94f4-733f3e7d1bfb finished with status stopped (25 %).")]
    [TestCase("running", "Run c6f87718-6d76-407e-881e-d162ae2eb154 has status running (42 %) and has not finished. " + UseFinished)]
    [TestCase("queued", "Run 7f150524-34b9-45df-9e77-69b10f4205b4 has status queued (0 %) and has not finished. " + UseFinished)]
    public void EnsureCompleted_RunThatDidNotComplete_ThrowsWithTheRun(string example, string message)
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
    public void EnsureCompleted_UndocumentedStatus_Throws() =>
        Assert.That(
            () => RunText.Read("""{"id":"r-1","status":"archived"}""").EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.EqualTo(
                "Run r-1 has status archived (0 %) and has not finished. " + UseFinished));

    [TestCase("null")]
    [TestCase("""{"error":null}""")]
    [TestCase("""{"error":{"message":null}}""")]
    [TestCase("""{"error":{"message":{"text":"quota"}}}""")]
    public void EnsureCompleted_OutputWithoutAReason_ThrowsWithoutAReason(string output) =>
        Assert.That(
            () => Failed(output).EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.EqualTo("Run r-1 finished with status failed (0 %)."));

    [Test]
    public void EnsureCompleted_ErrorIsAString_UsesItAsTheReason() =>
        Assert.That(
            () => Failed("""{"error":"quota"}""").EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.EqualTo("Run r-1 finished with status failed (0 %): quota."));

    // .NET cannot decode a lone surrogate, which must not hide that the run failed.
    [Test]
    public void EnsureCompleted_ReasonWithALoneSurrogate_Throws() =>
        Assert.That(
            () => Failed("""{"error":{"message":"quota \ud83d"}}""").EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.StartsWith("Run r-1 finished with status failed (0 %)"));

    [Test]
    public void EnsureCompleted_LongReason_IsTruncated()
    {
        var output = $$$"""{"error":{"message":"{{{new string('x', 501)}}}"}}""";

        Assert.That(
            () => Failed(output).EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>()
                .With.Message.EqualTo($"Run r-1 finished with status failed (0 %): {new string('x', 500)}…"));
    }

    [Test]
    public void RunFailedException_NullRun_Throws() => Assert.That(() => new RunFailedException((Run)null!), Throws.ArgumentNullException);

    [TestCase("quota.", "quota.")]
    [TestCase("quota exceeded. ", "quota exceeded.")]
    [TestCase("quota...", "quota.")]
    [TestCase("quota!", "quota!")]
    [TestCase(".", "")]
    [TestCase(" ", "")]
    public void EnsureCompleted_ReasonWithPunctuation_EndsWithOneFullStopAtMost(string reason, string shown) =>
        Assert.That(
            () => Failed($$$"""{"error":{"message":"{{{reason}}}"}}""").EnsureCompleted(),
            Throws.InstanceOf<RunFailedException>().With.Message.EqualTo(
                $"Run r-1 finished with status failed (0 %){(shown.Length == 0 ? "." : $": {shown}")}"));

    [Test]
    public void RunFailedException_CompletedRun_DoesNotContradictItsStatus() =>
        Assert.That(
            new RunFailedException(RunText.Read("""{"id":"r-1","status":"completed","progress":100}""")).Message,
            Is.EqualTo("Run r-1 finished with status completed (100 %)."));

    [Test]
    public void RunFailedException_RunWithoutAStatus_ReportsItAsUnknown() =>
        Assert.That(
            new RunFailedException(new Run { Id = "r-1", Status = default }).Message,
            Does.StartWith("Run r-1 has status unknown (0 %) and has not finished."));

    private static Run Failed(string output) => RunText.Read($$"""{"id":"r-1","status":"failed","output":{{output}}}""");
}
