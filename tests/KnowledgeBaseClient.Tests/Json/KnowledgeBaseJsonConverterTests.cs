using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json;

public sealed class KnowledgeBaseJsonConverterTests
{
    private static readonly Dictionary<string, JsonSerializerOptions> AllOptions = new()
    {
        ["default"] = JsonSerializerOptions.Default,
        ["web"] = new(JsonSerializerDefaults.Web),
        ["pascal case"] = new() { PropertyNamingPolicy = new PascalCase() },
        ["indented"] = new() { WriteIndented = true },
        ["ignore null"] = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull },
        ["ignore default"] = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault },
        ["numbers as strings"] = new() { NumberHandling = JsonNumberHandling.WriteAsString },
        ["relaxed escaping"] = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping },
        ["unknown members refused"] = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow },
        ["source-generated"] = UserJsonContext.Default.Options,
    };

    // Clients of an application that passes them on depend on these names.
    private static readonly Dictionary<Type, string> EnumNames = new()
    {
        [typeof(RunStatusKind)] = "unknown queued running failed completed stopped awaiting_human_feedback",
        [typeof(RunChangeKind)] = "appeared progressed status_changed completed failed stopped updated vanished",
        [typeof(NodeState)] = "unlisted remaining running executed skipped",
    };

    private static readonly JsonSerializerOptions SmallChunks = new() { DefaultBufferSize = 64 };

    private static readonly string[] OptionNames = [.. AllOptions.Keys];

    [Test]
    public void Enums_AllMembers_HaveTheirNames()
    {
        foreach (var (type, names) in EnumNames)
        {
            var written = Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, type).Trim('"'));
            Assert.That(string.Join(' ', written), Is.EqualTo(names));
        }
    }

    [Test]
    public void Serialize_RunsOfAnExample_WritesTheSameJson(
        [ValueSource(typeof(ExampleFiles), nameof(ExampleFiles.Names))] string example,
        [ValueSource(nameof(OptionNames))] string options)
    {
        var runs = JsonSerializer.Deserialize<List<Run>>(ExampleFiles.Bytes(example), AllOptions[options]);

        JsonAssert.Same(JsonSerializer.Serialize(runs, AllOptions[options]), ExampleFiles.Text(example));
    }

    [Test]
    public void Serialize_OddRun_WritesTheSameJson([ValueSource(nameof(OptionNames))] string options)
    {
        var text = RunText.With(
            """
            "progress":"62.50","source":null,"node_ids":[1,null,{"a":[]}],"created_at":"2024-01-01 00:00:00","input":0.1000,
            "workflow":{"saved":"yes","meta":{"tags":null}},"progress_details":{"total_progress":1e400},"new":{"\u00fc":-0}
            """);

        var run = JsonSerializer.Deserialize<Run>(text, AllOptions[options]);

        JsonAssert.Same(JsonSerializer.Serialize(run, AllOptions[options]), text);
    }

    [TestCaseSource(typeof(ExampleFiles), nameof(ExampleFiles.Names))]
    public async Task DeserializeAsync_StreamInSmallChunks_ReadsTheSameRuns(string example)
    {
        using var stream = new MemoryStream(ExampleFiles.Bytes(example));

        var runs = await JsonSerializer.DeserializeAsync<List<Run>>(stream, SmallChunks);

        Assert.That(runs, Is.EqualTo(ExampleFiles.Runs(example)));
    }

    [Test]
    public void Serialize_SourceGeneratedReport_KeepsTheRunAndTheOpaqueValue()
    {
        var text = $$$"""{"Title":"nightly","Run":{{{RunText.With("\"x\":[1.0]")}}},"Note":{"cost":0.10}}""";

        var report = JsonSerializer.Deserialize(text, UserJsonContext.Default.Report)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Run.AdditionalProperties["x"].ToString(), Is.EqualTo("[1.0]"));
            Assert.That(report.Note.ToString(), Is.EqualTo("""{"cost":0.10}"""));
            JsonAssert.Same(JsonSerializer.Serialize(report, UserJsonContext.Default.Report), text);
        }
    }

    [Test]
    public void Deserialize_SourceGeneratedReportWithoutTheOpaqueValue_LeavesItUndefined()
    {
        var report = JsonSerializer.Deserialize($$$"""{"Title":"t","Run":{{{RunText.With()}}}}""", UserJsonContext.Default.Report)!;

        Assert.That(report.Note.ValueKind, Is.EqualTo(JsonValueKind.Undefined));
    }

    [TestCase("null")]
    [TestCase("true")]
    [TestCase("0.10")]
    [TestCase("\"a\\u0062\"")]
    [TestCase("""{ "a" : [ 1e400 ] }""")]
    public void Serialize_RawJson_WritesTheSameText(string text)
    {
        var json = JsonSerializer.Deserialize(text, UserJsonContext.Default.RawJson);

        Assert.That(JsonSerializer.Serialize(json, UserJsonContext.Default.RawJson), Is.EqualTo(text));
    }

    [Test]
    public void Serialize_UndefinedRawJson_WritesNull() => Assert.That(JsonSerializer.Serialize(default(RawJson)), Is.EqualTo("null"));

    [Test]
    public void Serialize_PartsOfARun_WritesTheSameJson()
    {
        using var example = JsonDocument.Parse(ExampleFiles.Bytes("completed"));
        var workflow = example.RootElement[0].GetProperty("workflow").GetRawText();
        var meta = example.RootElement[0].GetProperty("workflow").GetProperty("meta").GetRawText();
        var details = example.RootElement[0].GetProperty("progress_details").GetRawText();
        var context = UserJsonContext.Default;

        using (Assert.EnterMultipleScope())
        {
            JsonAssert.Same(JsonSerializer.Serialize(JsonSerializer.Deserialize(workflow, context.Workflow)!, context.Workflow), workflow);
            JsonAssert.Same(JsonSerializer.Serialize(JsonSerializer.Deserialize(meta, context.WorkflowMeta)!, context.WorkflowMeta), meta);
            JsonAssert.Same(
                JsonSerializer.Serialize(JsonSerializer.Deserialize(details, context.ProgressDetails)!, context.ProgressDetails),
                details);
        }
    }

    [Test]
    public void Serialize_RunHeldAsASummary_WritesTheWholeRun()
    {
        RunSummary run = ExampleFiles.Run("failed");

        JsonAssert.Same($"[{JsonSerializer.Serialize(run)}]", ExampleFiles.Text("failed"));
    }

    [Test]
    public void Deserialize_SerializedSummary_IsEqual()
    {
        var summary = JsonSerializer.Deserialize<List<RunSummary>>(ExampleFiles.Bytes("running"))!.Single();

        var again = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(summary, UserJsonContext.Default.RunSummary),
            UserJsonContext.Default.RunSummary);

        Assert.That(again, Is.EqualTo(summary));
    }

    [TestCase("\"running\"", "running")]
    [TestCase("\"awaiting_human_feedback\"", "awaiting_human_feedback")]
    [TestCase("\"\\u0072unning\"", "running")]
    [TestCase("\"\"", "")]
    [TestCase("\" \"", " ")]
    public void Deserialize_Status_KeepsItsText(string text, string expected)
    {
        var status = JsonSerializer.Deserialize(text, UserJsonContext.Default.RunStatus);

        Assert.That(status.Value, Is.EqualTo(expected));
        Assert.That(JsonSerializer.Serialize(status, UserJsonContext.Default.RunStatus), Is.EqualTo($"\"{expected}\""));
    }

    [TestCase("null")]
    [TestCase("true")]
    [TestCase("[]")]
    [TestCase("\"\\ud800\"")]
    [TestCase("5")]
    [TestCase("{}")]
    public void Deserialize_NotAStatus_Throws(string text) =>
        Assert.That(() => JsonSerializer.Deserialize<RunStatus>(text), Throws.InstanceOf<JsonException>());

    [Test]
    public void Deserialize_NotAnObject_Throws(
        [Values(typeof(Run), typeof(RunSummary), typeof(Workflow), typeof(WorkflowMeta), typeof(ProgressDetails))] Type type,
        [Values("[]", "5", "true", "\"text\"", "", "{")] string text) =>
        Assert.That(() => JsonSerializer.Deserialize(text, type), Throws.InstanceOf<JsonException>());

    [Test]
    public void CanConvert_OtherType_IsFalse() =>
        Assert.That(new KnowledgeBaseJsonConverter().CanConvert(typeof(Report)), Is.False);

    [Test]
    public void Deserialize_RunWithBytesThatAreNotUtf8_Throws()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("""{"id":"r-1","status":"running","input":{"a":" """), 0xFF, .. "\"}}"u8];

        Assert.That(() => JsonSerializer.Deserialize<Run>(bytes), Throws.InstanceOf<JsonException>());
    }

    [Test]
    public void Deserialize_AnotherKindOfValue_ReportsWhatWasExpected([Values("5", "\"a\"", "[]", "true")] string json)
    {
        var kind = json[0] switch { '5' => "Number", '"' => "String", '[' => "StartArray", _ => "True" };

        foreach (var type in (Type[])[typeof(Run), typeof(RunSummary), typeof(Workflow)])
        {
            Assert.That(
                () => JsonSerializer.Deserialize(json, type),
                Throws.TypeOf<JsonException>().With.Message.Contains($"A {type.Name} must be a JSON object, but the token is {kind}."));
        }
    }

    [Test]
    public void Deserialize_StatusThatIsNotAString_ReportsWhatWasExpected([Values("5", "true", "{}", "null", "[]")] string json) =>
        Assert.That(
            () => JsonSerializer.Deserialize<RunStatus>(json),
            Throws.TypeOf<JsonException>().With.Message.Contains("A run status must be a JSON string."));

    [Test]
    public void Serialize_RunWithoutWorkflowButWithItsName_WritesTheName()
    {
        var run = new Run { Id = "r", Status = RunStatus.Queued, WorkflowName = "Ingest" };

        Assert.That(JsonSerializer.Serialize(run), Does.Contain("\"workflow\":{\"name\":\"Ingest\"}"));
    }

    [TestCase("""{"":1}""")]
    [TestCase("""{" ":1}""")]
    public void Deserialize_EmptyOrWhiteSpaceStatusAsName_RoundTrips(string text)
    {
        var counts = JsonSerializer.Deserialize<Dictionary<RunStatus, int>>(text)!;

        Assert.That(JsonSerializer.Serialize(counts), Is.EqualTo(text));
    }

    private sealed class PascalCase : JsonNamingPolicy
    {
        public override string ConvertName(string name) => char.ToUpperInvariant(name[0]) + name[1..];
    }
}
