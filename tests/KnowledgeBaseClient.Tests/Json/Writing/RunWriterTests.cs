using KnowledgeBaseClient.Tests.Models;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Writing;

public sealed class RunWriterTests
{
    // No property of this workflow has the form in which the library writes it.
    private const string Odd = """
        {"id":"r","status":"s",
         "workflow":{"\u006eame":"\u0057","runs_count":"412.0","saved":"yes","meta":{"icon":null,"tags":{}},"new":1.0}}
        """;

    private static readonly string[] Texts =
    [
        ExampleFiles.Text("completed").Trim()[1..^1],
        Odd,
        """{"id":"r","status":"s","workflow":{"name":7,"id":null}}""",
        """{"id":"r","status":"s","workflow":{"new":1.0}}""",
        """{"id":"r","status":"s","workflow":"w"}""",
        """{"id":"r","status":"s","workflow":null}""",
        """{"id":"r","status":"s"}""",
    ];

    private static readonly Run[] Constructed =
    [
        ConstructedRun.Full,
        new() { Id = "r", Status = RunStatus.Queued, WorkflowName = "old" },
        new() { Id = "r", Status = RunStatus.Queued, Workflow = new Workflow { Id = "w" } },
        new() { Id = "r", Status = RunStatus.Queued },
    ];

    [Test]
    public void Write_WorkflowNameOfAReadRunChanged_ChangesNothingElse([ValueSource(nameof(Texts))] string text)
    {
        var changed = RunText.Read(text) with { WorkflowName = "x" };

        var written = RunText.Write(changed);

        var hadWorkflow = RunText.Read(text).Workflow is not null;
        JsonAssert.OnlyChanged(text, written, hadWorkflow ? "workflow.name" : "workflow", hadWorkflow ? "\"x\"" : """{"name":"x"}""");
        AssertReadsBack(written, changed, "x");
    }

    [Test]
    public void Write_WorkflowNameOfAReadRunSetToNull_RemovesOnlyTheName([ValueSource(nameof(Texts))] string text)
    {
        var changed = RunText.Read(text) with { WorkflowName = null };

        var written = RunText.Write(changed);

        if (RunText.Read(text).WorkflowName is null)
        {
            Assert.That(written, Is.EqualTo(text));
        }
        else
        {
            JsonAssert.OnlyChanged(text, written, "workflow.name", null);
        }

        AssertReadsBack(written, changed, null);
    }

    [Test]
    public void Write_WorkflowNameOfAConstructedRunChanged_ReadsBackEqual(
        [ValueSource(nameof(Constructed))] Run run,
        [Values("x", null)] string? name)
    {
        var changed = run with { WorkflowName = name };

        AssertReadsBack(RunText.Write(changed), changed, name);
        Assert.That(
            changed.Workflow,
            Is.EqualTo(run.Workflow is null && name is null ? null : (run.Workflow ?? new()) with { Name = name }));
    }

    [Test]
    public void Write_WorkflowSetAfterItsName_WritesTheNameOfTheWorkflow()
    {
        var changed = ConstructedRun.Full with { WorkflowName = "x", Workflow = new Workflow { Id = "w", Name = "y" } };

        AssertReadsBack(RunText.Write(changed), changed, "y");
    }

    [Test]
    public void Write_WorkflowNameSetAfterTheWorkflow_WritesThatName()
    {
        var changed = ConstructedRun.Full with { Workflow = new Workflow { Id = "w", Name = "y" }, WorkflowName = "x" };

        AssertReadsBack(RunText.Write(changed), changed, "x");
        Assert.That(changed.Workflow, Is.EqualTo(new Workflow { Id = "w", Name = "x" }));
    }

    [Test]
    public void Write_WorkflowNameOfARunHeldAsASummaryChanged_WritesTheWholeRun()
    {
        RunSummary changed = (RunSummary)ConstructedRun.Full with { WorkflowName = "x" };

        AssertReadsBack(RunText.Write((Run)changed), (Run)changed, "x");
    }

    [Test]
    public void Equals_RunsThatDifferInTheWorkflowNameOnly_IsFalse()
    {
        var run = ConstructedRun.Full;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run with { WorkflowName = "x" }, Is.Not.EqualTo(run));
            Assert.That(run with { WorkflowName = null }, Is.Not.EqualTo(run));
            Assert.That(run with { WorkflowName = run.WorkflowName }, Is.EqualTo(run));
            Assert.That(run with { WorkflowName = "x" }, Is.EqualTo(run with { Workflow = run.Workflow! with { Name = "x" } }));
        }
    }

    private static void AssertReadsBack(string written, Run expected, string? name)
    {
        var read = RunText.Read(written);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(expected.WorkflowName, Is.EqualTo(name));
            Assert.That(read.WorkflowName, Is.EqualTo(name));
            Assert.That(RunText.ReadSummary(written).WorkflowName, Is.EqualTo(name));
            Assert.That(read, Is.EqualTo(expected));
        }
    }
}
