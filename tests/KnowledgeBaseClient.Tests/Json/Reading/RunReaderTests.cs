using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

public sealed class RunReaderTests
{
    private static readonly string?[] Values = [null, "null", "\"text\"", "5", "true", """{"a":1}""", """["a"]"""];

    private static IEnumerable<TestCaseData> EveryPropertyWithEveryKindOfValue() =>
        from field in OptionalFields.All
        from value in Values
        select new TestCaseData(field, value).SetArgDisplayNames($"{field.Path} ({field.Kind})", value ?? "absent");

    [TestCaseSource(nameof(EveryPropertyWithEveryKindOfValue))]
    public void Read_PropertyOfAnyKindOrAbsent_IsConvertedIfPossible(object field, string? value)
    {
        var (_, kind, read) = (OptionalField)field;

        var run = RunText.Read(((OptionalField)field).In(value));

        Assert.That(run.Id, Is.EqualTo("r-1"));
        Assert.That(run.Status, Is.EqualTo(RunStatus.Running));
        Assert.That(read(run), Matches(kind, value));
    }

    [TestCaseSource(nameof(EveryPropertyWithEveryKindOfValue))]
    public void Read_PropertyOfAnyKindOrAbsent_IsWrittenUnchanged(object field, string? value)
    {
        var text = ((OptionalField)field).In(value);

        JsonAssert.Same(RunText.Write(RunText.Read(text)), text);
    }

    [TestCaseSource(nameof(EveryPropertyWithEveryKindOfValue))]
    public void ReadSummary_PropertyOfAnyKindOrAbsent_AgreesWithTheRun(object field, string? value)
    {
        var text = ((OptionalField)field).In(value);
        var run = RunText.Read(text);

        var summary = RunText.ReadSummary(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(summary.GroupId, Is.EqualTo(run.GroupId));
            Assert.That(summary.WorkflowId, Is.EqualTo(run.WorkflowId));
            Assert.That(summary.WorkflowName, Is.EqualTo(run.WorkflowName));
            Assert.That(summary.Progress, Is.EqualTo(run.Progress));
            Assert.That(summary.CreatedAt, Is.EqualTo(run.CreatedAt));
            Assert.That(summary.FinishedAt, Is.EqualTo(run.FinishedAt));
            Assert.That(summary.Source, Is.EqualTo(run.Source));
            Assert.That(summary.NodeIds, Is.EqualTo(run.NodeIds));
            Assert.That(summary.ProgressDetails?.RunningNodes, Is.EqualTo(run.ProgressDetails?.RunningNodes));
        }
    }

    [TestCase("""{"status":"running"}""", TestName = "{m}(id absent)")]
    [TestCase("""{"id":null,"status":"running"}""", TestName = "{m}(id null)")]
    [TestCase("""{"id":5,"status":"running"}""", TestName = "{m}(id number)")]
    [TestCase("""{"id":true,"status":"running"}""", TestName = "{m}(id boolean)")]
    [TestCase("""{"id":{"id":"r-1"},"status":"running"}""", TestName = "{m}(id object)")]
    [TestCase("""{"id":["r-1"],"status":"running"}""", TestName = "{m}(id array)")]
    [TestCase("""{"id":"","status":"running"}""", TestName = "{m}(id empty)")]
    [TestCase("""{"id":"r-1"}""", TestName = "{m}(status absent)")]
    [TestCase("""{"id":"r-1","status":null}""", TestName = "{m}(status null)")]
    [TestCase("""{"id":"r-1","status":5}""", TestName = "{m}(status number)")]
    [TestCase("""{"id":"r-1","status":false}""", TestName = "{m}(status boolean)")]
    [TestCase("""{"id":"r-1","status":{}}""", TestName = "{m}(status object)")]
    [TestCase("""{"id":"r-1","status":["running"]}""", TestName = "{m}(status array)")]
    [TestCase("{}", TestName = "{m}(nothing)")]
    public void Read_WithoutAnIdOrAStatus_Throws(string text)
    {
        Assert.That(() => RunText.Read(text), Throws.InstanceOf<JsonException>());
        Assert.That(() => RunText.ReadSummary(text), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Read_UndocumentedStatus_KeepsIt()
    {
        var run = RunText.Read("""{"id":"r-1","status":"archived"}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status.Value, Is.EqualTo("archived"));
            Assert.That(run.Status.IsKnown, Is.False);
            Assert.That(run.Status.IsTerminal, Is.False);
        }
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase(" \t")]
    public void Read_EmptyOrWhiteSpaceStatus_KeepsIt(string status)
    {
        var text = $$"""{"id":"r-1","status":"{{status.Replace("\t", "\\t", StringComparison.Ordinal)}}","progress":5}""";

        var run = RunText.Read(text);
        var summary = RunText.ReadSummary(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.Status.Value, summary.Status.Value), Is.EqualTo((status, status)));
            Assert.That(run.Status.IsKnown || run.Status.IsTerminal, Is.False);
            Assert.That(run.Status == default, Is.EqualTo(status.Length == 0));
            Assert.That(RunText.Write(run), Is.EqualTo(text));
            Assert.That(RunText.Read(RunText.Write(run with { Progress = 6 })), Is.EqualTo(run with { Progress = 6 }));
            Assert.That(RunText.Read(RunText.Write(new Run { Id = "r-1", Status = run.Status, Progress = 5 })), Is.EqualTo(run));
            Assert.That(RunText.Write(RunText.Read(RunText.With()) with { Status = run.Status }), Does.Contain(text[12..^14]));
            Assert.That(summary.ToString(), Does.Contain(": unknown, 5 %"));
            Assert.That(run.EnsureCompleted, Throws.TypeOf<RunFailedException>().With.Message.Contains("has status unknown (5 %)"));
        }
    }

    [Test]
    public void Read_UndocumentedProperties_AreKeptInTheirObject()
    {
        var text = RunText.With(
            """
            "workflow_version_id":"v-7","single_node_id":null,
            "workflow":{"owner":{"id":1},"meta":{"colour":"#fff"}},
            "progress_details":{"subflow_executions":[{"id":"s-1"}],"run_logs":0.10}
            """);

        var run = RunText.Read(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts(run.AdditionalProperties), Is.EqualTo<string[]>(["workflow_version_id=\"v-7\"", "single_node_id=null"]));
            Assert.That(Texts(run.Workflow!.AdditionalProperties), Is.EqualTo<string[]>(["""owner={"id":1}"""]));
            Assert.That(Texts(run.Workflow.Meta!.AdditionalProperties), Is.EqualTo<string[]>(["colour=\"#fff\""]));
            Assert.That(
                Texts(run.ProgressDetails!.AdditionalProperties),
                Is.EqualTo<string[]>(["""subflow_executions=[{"id":"s-1"}]""", "run_logs=0.10"]));
            JsonAssert.Same(RunText.Write(run), text);
        }
    }

    [Test]
    public void Read_NamesInAnotherCase_AreOtherProperties()
    {
        var run = RunText.Read(RunText.With("\"Progress\":7,\"ID\":\"other\""));

        Assert.That(run.Progress, Is.Zero);
        Assert.That(run.Id, Is.EqualTo("r-1"));
        Assert.That(run.AdditionalProperties.Keys, Is.EqualTo<string[]>(["Progress", "ID"]));
    }

    [Test]
    public void Read_ListEntriesThatAreNotStrings_KeepTheirJsonText()
    {
        const string nodes = """["a", 7, null, 1e400, {"id": "b"}, [["c"], 0.10], true, "\u0064"]""";
        string[] expected = ["a", "7", "null", "1e400", """{"id": "b"}""", """[["c"], 0.10]""", "true", "d"];
        var text = RunText.With($$$"""
            "node_ids":{{{nodes}}},"workflow":{"meta":{"tags":{{{nodes}}}}},"progress_details":{"running_nodes":{{{nodes}}}}
            """);

        var run = RunText.Read(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.NodeIds, Is.EqualTo(expected));
            Assert.That(run.Workflow!.Meta!.Tags, Is.EqualTo(expected));
            Assert.That(run.ProgressDetails!.RunningNodes, Is.EqualTo(expected));
            JsonAssert.Same(RunText.Write(run), text);
        }
    }

    private static NUnit.Framework.Constraints.IConstraint Matches(FieldKind kind, string? value) => kind switch
    {
        FieldKind.Text => value is null or "null" ? Is.Null : Is.EqualTo(value.Trim('"')),
        FieldKind.Texts => value == """["a"]""" ? Is.EqualTo<string[]>(["a"]) : Is.Empty,
        FieldKind.Time => Is.Null,
        FieldKind.Percent => Is.EqualTo(value == "5" ? 5 : 0),
        FieldKind.Count => value == "5" ? Is.EqualTo(5) : Is.Null,
        FieldKind.Flag => value == "true" ? Is.True : Is.Null,
        FieldKind.Opaque => Is.EqualTo(value is null ? default : RawJson.Parse(value)),
        FieldKind.Part => value == """{"a":1}""" ? Is.Not.Null : Is.Null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of property."),
    };

    private static IEnumerable<string> Texts(IReadOnlyDictionary<string, RawJson> fields) =>
        fields.Select(field => $"{field.Key}={field.Value}");
}
