using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

public sealed class JsonObjectReaderTests
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 600 };

    [TestCase("62", 62)]
    [TestCase("0", 0)]
    [TestCase("62.9", 62)]
    [TestCase("1e2", 100)]
    [TestCase("-0", 0)]
    [TestCase("-5", -5)]
    [TestCase("-5.9", -5)]
    [TestCase("\"62\"", 62)]
    [TestCase("\"62.9\"", 62)]
    [TestCase("\" 62 \"", 62)]
    [TestCase("\"\\u0036\\u0032\"", 62)]
    [TestCase("12345678901234567890", int.MaxValue)]
    [TestCase("-12345678901234567890", int.MinValue)]
    [TestCase("1e400", int.MaxValue)]
    [TestCase("-1e400", int.MinValue)]
    [TestCase("1e99999999999", int.MaxValue)]
    [TestCase("1e-99999999999", 0)]
    [TestCase("0e99999999999", 0)]
    [TestCase("\"1e99999999999\"", int.MaxValue)]
    [TestCase("\"soon\"", 0)]
    [TestCase("\"62 %\"", 0)]
    [TestCase("\"6,2\"", 0)]
    [TestCase("\"\"", 0)]
    [TestCase("\"NaN\"", 0)]
    [TestCase("\"\\ud800\"", 0)]
    public void ReadPercent_NumberOfAnyForm_IsTruncatedAndClamped(string progress, int expected)
    {
        var text = RunText.With($$"""  "progress":{{progress}},"progress_details":{"total_progress":{{progress}}}  """);

        var run = RunText.Read(text);
        var summary = RunText.ReadSummary(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Progress, Is.EqualTo(expected));
            Assert.That(run.ProgressDetails!.TotalProgress, Is.EqualTo(expected));
            Assert.That(summary.Progress, Is.EqualTo(expected));
            Assert.That(summary.ProgressDetails!.TotalProgress, Is.EqualTo(expected));
            Assert.That(RunText.Write(run), Is.EqualTo(text));
        }
    }

    [TestCase("412", 412)]
    [TestCase("412.9", 412)]
    [TestCase("\"412\"", 412)]
    [TestCase("9007199254740993", 9007199254740993)]
    [TestCase("\"9007199254740993\"", 9007199254740993)]
    [TestCase("999999999999999999", 999999999999999999)]
    [TestCase("1234567890123456789", 1234567890123456789)]
    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("7 ", 7)]
    [TestCase("7\t", 7)]
    [TestCase("7\n", 7)]
    [TestCase("7\r", 7)]
    [TestCase("-7", -7)]
    [TestCase("12345678901234567890", long.MaxValue)]
    [TestCase("1e400", long.MaxValue)]
    [TestCase("-1e99999999999", long.MinValue)]
    [TestCase("\"many\"", null)]
    [TestCase("\"NaN\"", null)]
    public void ReadInt64_NumberOfAnyForm_IsTruncatedAndClamped(string count, long? expected)
    {
        var run = RunText.Read(RunText.With($$"""  "workflow":{"runs_count":{{count}}}  """));

        Assert.That(run.Workflow!.RunsCount, Is.EqualTo(expected));
    }

    [TestCase("07")]
    [TestCase("00")]
    [TestCase("7x")]
    [TestCase("7\"")]
    [TestCase("7:")]
    [TestCase("1234567890123456789x")]
    [TestCase("+7")]
    [TestCase(".7")]
    public void ReadInt64_InvalidNumber_Throws(string count)
    {
        var text = RunText.With($$"""  "workflow":{"runs_count":{{count}}}  """);

        Assert.That(() => RunReader.CopyRun(new RawJson(Encoding.UTF8.GetBytes(text))), Throws.TypeOf<MalformedRunException>());
    }

    [TestCase("[]", 0)]
    [TestCase("[ ]", 0)]
    [TestCase("[\n]", 0)]
    [TestCase("[\"a\"]", 1)]
    [TestCase("[[]]", 1)]
    public void ReadStringList_AnyFormOfArray_HasItsLength(string array, int length)
    {
        var text = RunText.With($$"""  "node_ids":{{array}}  """);

        Assert.That(RunText.Read(text).NodeIds, Has.Count.EqualTo(length));
        Assert.That(RunText.ReadSummary(text).NodeIds, Has.Count.EqualTo(length));
    }

    [Test]
    public void NameEquals_EscapedNames_AreRecognized()
    {
        const string text = """
            {"\u0069d":"r-1","\u0073tatu\u0073":"running","workfl\u006fw":{"n\u0061me":"w","meta":{"ic\u006fn":"book"}},
             "progress_det\u0061ils":{"total_progres\u0073":7}}
            """;

        var run = RunText.Read(text);
        var summary = RunText.ReadSummary(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.Id, run.Status), Is.EqualTo(("r-1", RunStatus.Running)));
            Assert.That(run.WorkflowName, Is.EqualTo("w"));
            Assert.That(run.Workflow!.Meta!.Icon, Is.EqualTo("book"));
            Assert.That(run.ProgressDetails!.TotalProgress, Is.EqualTo(7));
            Assert.That((summary.Id, summary.WorkflowName), Is.EqualTo(("r-1", "w")));
            Assert.That(RunText.Write(run), Is.EqualTo(text));
        }
    }

    [Test]
    public void ReadPooledText_LoneSurrogate_IsKeptAsItsEscape()
    {
        var text = RunText.With("""
            "source":"a\ud800","node_ids":["\udc00"],"created_at":"\ud800","\ud800":1,
            "workflow":{"name":"\ud83d!"},"input":{"\ud800":"\udbff"}
            """);

        var run = RunText.Read(text);
        var summary = RunText.ReadSummary(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.Source, summary.Source), Is.EqualTo((@"a\ud800", @"a\ud800")));
            Assert.That(run.NodeIds, Is.EqualTo<string[]>([@"\udc00"]));
            Assert.That(run.CreatedAt, Is.Null);
            Assert.That(run.AdditionalProperties.Keys, Is.EqualTo<string[]>([@"\ud800"]));
            Assert.That((run.WorkflowName, summary.WorkflowName), Is.EqualTo((@"\ud83d!", @"\ud83d!")));
            Assert.That(run.Input.ToString(), Is.EqualTo("""{"\ud800":"\udbff"}"""));
            Assert.That(RunText.Write(run), Is.EqualTo(text));
        }
    }

    [Test]
    public void ReadPooledText_SurrogatePairAndOtherEscapes_AreUnescaped()
    {
        var run = RunText.Read(RunText.With("""  "source":"\ud83d\ude00 \"\\\/\b\f\n\r\t \u00fc ü 要"  """));

        Assert.That(run.Source, Is.EqualTo("😀 \"\\/\b\f\n\r\t ü ü 要"));
    }

    [Test]
    public void ReadNextProperty_DuplicateProperties_LastOneWins()
    {
        const string text = """
            {"id":"first","status":"queued","id":"r-1","status":"running","input":1,"input":2,"new":1,"new":2,"source":"api","source":null,
             "workflow":{"name":"a","name":"b"},"progress_details":{"running_nodes":["a"],"running_nodes":["b"]},
             "node_ids":["a"],"node_ids":["b"]}
            """;

        var run = RunText.Read(text);
        var summary = RunText.ReadSummary(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((run.Id, run.Status), Is.EqualTo(("r-1", RunStatus.Running)));
            Assert.That((summary.Id, summary.Status), Is.EqualTo(("r-1", RunStatus.Running)));
            Assert.That(run.Input.ToString(), Is.EqualTo("2"));
            Assert.That(run.AdditionalProperties["new"].ToString(), Is.EqualTo("2"));
            Assert.That(run.Source, Is.Null);
            Assert.That((run.WorkflowName, summary.WorkflowName), Is.EqualTo(("b", "b")));
            Assert.That(run.ProgressDetails!.RunningNodes, Is.EqualTo<string[]>(["b"]));
            Assert.That(run.NodeIds, Is.EqualTo<string[]>(["b"]));
        }
    }

    [TestCase("1e400")]
    [TestCase("0.1000")]
    [TestCase("-0")]
    [TestCase("12345678901234567890")]
    [TestCase("3.14159265358979323846264338327950288")]
    [TestCase("1E+2")]
    public void ReadRaw_Number_IsUnchanged(string number)
    {
        var run = RunText.Read(RunText.With($$"""  "input":{{number}},"output":{"a":{{number}}},"new":{{number}}  """));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Input.ToString(), Is.EqualTo(number));
            Assert.That(run.Output.ToJsonElement().GetProperty("a").GetRawText(), Is.EqualTo(number));
            Assert.That(run.AdditionalProperties["new"].ToString(), Is.EqualTo(number));
        }
    }

    [Test]
    public void ReadRaw_NestedToTheDocumentedDepth_IsReadAndWritten([Values(250, 256)] int pairs)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", pairs)) + "1" + string.Concat(Enumerable.Repeat("]}", pairs));
        var text = RunText.With($$"""  "input":{"deep":{{deep}},"beside":7},"new":{{deep}},"workflow":{"definition":{{deep}}}  """);

        var run = JsonSerializer.Deserialize<Run>(text, Deep)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Input.TryGetProperty("beside", out var beside) ? beside.ToString() : null, Is.EqualTo("7"));
            Assert.That(run.Input.ToJsonElement().GetProperty("deep").GetRawText(), Is.EqualTo(deep));
            Assert.That(run.AdditionalProperties["new"].ToString(), Is.EqualTo(deep));
            Assert.That(run.Workflow!.Definition.ToString(), Is.EqualTo(deep));
            Assert.That(RunText.Write(run), Is.EqualTo(text));
            JsonAssert.OnlyChanged(text, RunText.Write(run with { Progress = 5 }), "progress", "5");
        }
    }
}
