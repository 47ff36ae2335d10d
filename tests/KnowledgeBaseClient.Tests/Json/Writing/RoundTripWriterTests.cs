using System.Text.Json;
using KnowledgeBaseClient.Tests.Models;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Writing;

public sealed class RoundTripWriterTests
{
    // No property has the form in which the library writes it.
    private const string Odd = """
        {"id":"r-\u0031","group_id":null,"node_ids":[1,null],"status":"running","progress":"42.5","created_at":"2024-01-01 00:00:00",
         "input":{"a":0.10,"b":"\u00fc"},"output":null,"für":1e400,"\"\\":[-0],"finished_at":"soon","source":7,
         "workflow":{"name":"\u0057","runs_count":"412.0","saved":"yes","meta":{"icon":null,"tags":{}},"deleted_at":null,"new":1.0},
         "progress_details":{"total_progress":1.50,"executed_nodes":null,"run_logs":[ ]}}
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly string Completed = ExampleFiles.Text("completed").Trim()[1..^1];

    [TestCaseSource(typeof(FieldChange), nameof(FieldChange.Replacing))]
    [TestCaseSource(typeof(FieldChange), nameof(FieldChange.Clearing))]
    public void Write_OnePropertyOfAnExampleChanged_ChangesNothingElse(object change)
    {
        var (path, json, apply) = (FieldChange)change;

        var written = RunText.Write(apply(RunText.Read(Completed)));

        JsonAssert.OnlyChanged(Completed, written, path, json ?? (path == "node_ids" ? "null" : null));
    }

    private static IEnumerable<FieldChange> ChangesOfKnownProperties() =>
        FieldChange.Replacing.Where(change => !change.Path.EndsWith("new", StringComparison.Ordinal));

    [TestCaseSource(nameof(ChangesOfKnownProperties))]
    public void Write_OnePropertyOfAnOddRunChanged_ChangesNothingElse(object change)
    {
        var (path, json, apply) = (FieldChange)change;

        JsonAssert.OnlyChanged(Odd, RunText.Write(apply(RunText.Read(Odd))), path, json);
    }

    [Test]
    public void Write_ChangedAndChangedBack_WritesTheOriginalText()
    {
        var run = RunText.Read(Odd);

        var changed = run with { Progress = 43, GroupId = "g-1", Workflow = run.Workflow! with { Name = "other" } };
        var back = changed with { Progress = run.Progress, GroupId = null, Workflow = run.Workflow };

        Assert.That(RunText.Write(changed), Is.Not.EqualTo(Odd));
        Assert.That(RunText.Write(back), Is.EqualTo(Odd));
    }

    [Test]
    public void Write_ChangedRun_IsReadBackEqual()
    {
        var run = RunText.Read(Odd) with { Progress = 43, Output = RawJson.Parse("[1]"), Source = null };

        Assert.That(RunText.Read(RunText.Write(run)), Is.EqualTo(run));
    }

    [Test]
    public void Write_AdditionalPropertiesReplaced_WritesTheNewOnes()
    {
        var run = RunText.Read(RunText.With("\"a\":1.0,\"b\":2.0,\"source\":null"));
        var properties = new Dictionary<string, RawJson>(run.AdditionalProperties)
        {
            ["b"] = RawJson.Parse("3"),
            ["c"] = RawJson.Parse("null"),
        };
        properties.Remove("a");

        var written = RunText.Write(run with { AdditionalProperties = properties });

        JsonAssert.Same(written, RunText.With("\"b\":3,\"source\":null,\"c\":null"));
    }

    [Test]
    public void Write_AdditionalPropertySetToUndefined_IsOmitted()
    {
        var run = RunText.Read(RunText.With("\"a\":1.0"));

        var written = RunText.Write(run with { AdditionalProperties = new Dictionary<string, RawJson> { ["a"] = default } });

        JsonAssert.Same(written, RunText.With());
    }

    [Test]
    public void Write_WorkflowOfAnotherRun_WritesItAsReceived()
    {
        var written = RunText.Write(RunText.Read(RunText.With("\"progress\":null")) with { Workflow = RunText.Read(Odd).Workflow });

        using var odd = JsonDocument.Parse(Odd);
        JsonAssert.Same(written, RunText.With($"\"progress\":null,\"workflow\":{odd.RootElement.GetProperty("workflow").GetRawText()}"));
    }

    // A lone surrogate cannot be represented in UTF-8, so the escaped name must be kept.
    [Test]
    public void Write_ChangedRunWithALoneSurrogateInAName_KeepsTheName()
    {
        var text = RunText.With("""  "\ud800":{"\udbff":1.0},"\\ud800":2.0,"workflow":{"a\udc00":3.0}  """);
        var run = RunText.Read(text);

        var written = RunText.Write(run with { Progress = 5, Workflow = run.Workflow! with { Name = "new" } });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(written, Does.Contain("""
                "\ud800":{"\udbff":1.0}
                """));
            Assert.That(written, Does.Contain("""
                "\\ud800":2.0
                """));
            Assert.That(written, Does.Contain("""
                "a\udc00":3.0
                """));
        }
    }

    [Test]
    public void Write_ConstructedRun_OmitsAbsentProperties()
    {
        var run = new Run { Id = "r-1", Status = RunStatus.Queued };

        JsonAssert.Same(RunText.Write(run), """{"id":"r-1","status":"queued","progress":0}""");
    }

    [Test]
    public void Write_PropertyWithAnEscapedNameChanged_WritesItOnceUnderTheEscapedName()
    {
        var run = RunText.Read("""{"id":"a","status":"running","\u0070rogress":5}""");

        Assert.That(RunText.Write(run with { Progress = 7 }), Is.EqualTo("""{"id":"a","status":"running","\u0070rogress":7}"""));
    }

    [Test]
    public void Read_AdditionalPropertiesAtEveryLevel_AreKept()
    {
        var run = RunText.Read("""
            {"id":"a","status":"b","x":1,"y":2,"workflow":{"x":3,"y":4,"meta":{"x":5,"y":6}},"progress_details":{"x":7,"y":8}}
            """);

        IReadOnlyDictionary<string, RawJson>[] levels =
        [
            run.AdditionalProperties, run.Workflow!.AdditionalProperties, run.Workflow.Meta!.AdditionalProperties,
            run.ProgressDetails!.AdditionalProperties,
        ];
        Assert.That(levels.Select(level => $"{level["x"]}{level["y"]}"), Is.EqualTo((string[])["12", "34", "56", "78"]));
    }

    [Test]
    public void Write_ConstructedRun_IsReadBackEqual(
        [Values] bool indented,
        [Values] bool minimal)
    {
        var run = minimal ? new Run { Id = "r-1", Status = RunStatus.Queued } : ConstructedRun.Full;

        var again = RunText.Read(JsonSerializer.Serialize(run, indented ? Indented : JsonSerializerOptions.Default));

        Assert.That(again, Is.EqualTo(run));
    }
}
