using System.Text.Json;
using KnowledgeBaseClient.Tests.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Models;

/// <summary>Changes, node moves, request errors and filters: equal by value, and with JSON in the names of the service.</summary>
public sealed class ValueEqualityTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly Dictionary<string, (Func<object> Create, string Json)> Values = new()
    {
        ["change"] = (
            () => new RunChange
            {
                Current = new RunSummary { Id = "r", Status = RunStatus.Running, Progress = 5 },
                Previous = new RunSummary { Id = "r", Status = RunStatus.Queued },
                Kind = RunChangeKind.StatusChanged,
                MovedNodes = [new NodeMove("n", NodeState.Remaining, NodeState.Running)],
                EstimatedTimeLeft = TimeSpan.FromMinutes(2),
            },
            """
            {
                "current":{"id":"r","status":"running","progress":5},
                "previous":{"id":"r","status":"queued","progress":0},
                "kind":"status_changed",
                "is_initial":false,
                "moved_nodes":[{"node_id":"n","from":"remaining","to":"running"}],
                "estimated_time_left":"00:02:00"
            }
            """),
        ["change without moves"] = (
            () => new RunChange { Current = new RunSummary { Id = "r", Status = RunStatus.Failed }, Kind = RunChangeKind.Vanished },
            """
            {
                "current":{"id":"r","status":"failed","progress":0},"previous":null,
                "kind":"vanished","is_initial":false,"moved_nodes":[],"estimated_time_left":null
            }
            """),
        ["error"] = (
            () => new RequestError(["query", "status"], "Input should be 'queued'", "enum"),
            """{"loc":["query","status"],"msg":"Input should be \u0027queued\u0027","type":"enum"}"""),
        ["filter"] = (
            () => new RunFilter { Status = RunStatus.Failed, RunIds = ["a", "b"] }, """{"status":"failed","run_ids":["a","b"]}"""),
        ["filter of nothing"] = (() => new RunFilter { RunIds = [] }, """{"status":null,"run_ids":[]}"""),
        ["filter of everything"] = (() => new RunFilter(), """{"status":null,"run_ids":null}"""),
    };

    private static IEnumerable<string> Names => Values.Keys;

    [TestCaseSource(nameof(Names))]
    public void Equals_SameValues_IsTrue(string name)
    {
        var (create, _) = Values[name];

        var (one, other) = (create(), create());

        Assert.That(one.Equals(other), Is.True);
        Assert.That(one.GetHashCode(), Is.EqualTo(other.GetHashCode()));
    }

    [TestCaseSource(nameof(Names))]
    public void Serialize_Value_UsesTheNamesOfTheServiceAndRoundTrips(string name)
    {
        var (create, json) = Values[name];
        var value = create();

        var written = JsonSerializer.Serialize(value, value.GetType());

        JsonAssert.Same(written, json);
        Assert.That(value.Equals(JsonSerializer.Deserialize(written, value.GetType())), Is.True);
    }

    [Test]
    public void Deserialize_RequestErrorOfFastApi_ReadsNamesAndIndexes() =>
        Assert.That(
            JsonSerializer.Deserialize<RequestError>("""{"loc":["body",0,"name"],"msg":"too long","type":"string"}"""),
            Is.EqualTo(new RequestError(["body", "0", "name"], "too long", "string")));

    [Test]
    public void ToString_Collections_ListTheirEntries()
    {
        Assert.That($"{new RunFilter { RunIds = ["a", "b"] }.RunIds}", Is.EqualTo("[a, b]"));
        var run = new Run
        {
            Id = "r",
            Status = RunStatus.Queued,
            AdditionalProperties = new Dictionary<string, RawJson> { ["new"] = RawJson.Parse("[1]") },
        };
        Assert.That($"{run.AdditionalProperties}", Is.EqualTo("{new: [1]}"));
    }

    [TestCaseSource(nameof(Names))]
    public void Serialize_OtherNamingPolicy_DoesNotChangeTheNames(string name)
    {
        var value = Values[name].Create();

        var written = JsonSerializer.Serialize(value, value.GetType(), Web);

        JsonAssert.Same(written, Values[name].Json);
    }

    [Test]
    public void Equals_OneNodeMoveDiffers_IsFalse()
    {
        var one = (RunChange)Values["change"].Create();

        Assert.That(one with { MovedNodes = [new NodeMove("n", NodeState.Remaining, NodeState.Skipped)] }, Is.Not.EqualTo(one));
        Assert.That(one with { MovedNodes = [] }, Is.Not.EqualTo(one));
    }

    [Test]
    public void RunIds_CollectionChangesLater_AreACopy()
    {
        var ids = new List<string> { "a" };
        var filter = new RunFilter { RunIds = ids };

        ids.Add("b");

        Assert.That(filter.RunIds, Is.EqualTo((string[])["a"]));
    }

    [TestCase(null, null, ExpectedResult = "runs with any status")]
    [TestCase("failed", null, ExpectedResult = "runs with status failed")]
    [TestCase(null, "", ExpectedResult = "no runs")]
    [TestCase("failed", "a,b", ExpectedResult = "runs a, b with status failed")]
    [TestCase(null, "a,b,c,d", ExpectedResult = "4 runs (a, b, c, …) with any status")]
    public string ToString_Filter_IsReadable(string? status, string? ids) => new RunFilter
    {
        Status = status is null ? null : new RunStatus(status),
        RunIds = ids?.Split(',', StringSplitOptions.RemoveEmptyEntries),
    }.ToString();

    [Test]
    public void ToString_Change_NamesTheKindTheRunAndThePreviousStatus()
    {
        var change = (RunChange)Values["change"].Create();

        Assert.That(change.ToString(), Is.EqualTo("StatusChanged: Run r of an unnamed workflow: running, 5 % (was queued)"));
        Assert.That(change.MovedNodes[0].ToString(), Is.EqualTo("n: Remaining → Running"));
    }

    [Test]
    public void ToString_WorkflowWithoutFields_IsReadable()
    {
        Assert.That(new Workflow().ToString(), Is.EqualTo("Workflow without an id"));
        Assert.That(new Workflow { Id = "w", Type = "flow", Name = "Ingest" }.ToString(), Is.EqualTo("Workflow w (flow): Ingest"));
    }
}
