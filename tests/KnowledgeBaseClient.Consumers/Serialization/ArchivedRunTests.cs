using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>System.Text.Json with the application's own source-generated context.</summary>
public sealed class ArchivedRunTests
{
    private static readonly ArchivedRun Entry = CreateEntry();

    [Test]
    public void Parse_WrittenEntry_IsEqual() => Assert.That(ArchivedRun.Parse(Entry.ToJson()), Is.EqualTo(Entry));

    [Test]
    public void ToJson_Run_IsTheJsonOfTheService()
    {
        var json = JsonNode.Parse(Entry.ToJson())!;

        Assert.That(JsonNode.DeepEquals(json["run"], JsonNode.Parse(ServiceRun.Json)), Is.True, $"{json["run"]}");
    }

    [Test]
    public void ToJson_OpaqueJson_IsWrittenUnchanged() =>
        Assert.That(Entry.ToJson(), Does.Contain("""{"document":"a.pdf","size":1.50}""").And.Contain("""{"new":[1.0]}"""));

    [Test]
    public void ToJson_Change_IsWrittenWithTextsAndNamesOfTheService()
    {
        var change = JsonNode.Parse(Entry.ToJson())!["lastChange"]!;

        Assert.That((string?)change["kind"], Is.EqualTo("failed"));
        Assert.That((bool?)change["is_initial"], Is.True);
        Assert.That((string?)change["previous"]!["status"], Is.EqualTo("running"));
        Assert.That((string?)change["moved_nodes"]![0]!["to"], Is.EqualTo("executed"));
    }

    [Test]
    public void Output_OfTheApplicationsOwnWorkflow_IsReadAsItsType() =>
        Assert.That(ArchivedRun.Parse(Entry.ToJson()).Output, Is.EqualTo(new ImportOutput("no text found", 13)));

    [Test]
    public void Output_RunWithoutOutput_IsNull() =>
        Assert.That((Entry with { Run = new Run { Id = "run-1", Status = RunStatus.Running } }).Output, Is.Null);

    [Test]
    public void Parse_RunWithoutId_Throws() =>
        Assert.That(
            () => ArchivedRun.Parse("""{"archivedAt":"2026-01-01T00:00:00Z","run":{"status":"failed"}}"""),
            Throws.InstanceOf<JsonException>().With.Message.Contains("id"));

    private static ArchivedRun CreateEntry()
    {
        var run = ServiceRun.Create();
        return new ArchivedRun(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), run, new RunChange
        {
            Current = run.ToSummary(),
            Previous = run.ToSummary() with { Status = RunStatus.Running, FinishedAt = null },
            Kind = RunChangeKind.Failed,
            IsInitial = true,
            MovedNodes = [new NodeMove("node-8", NodeState.Running, NodeState.Executed)],
            EstimatedTimeLeft = TimeSpan.FromMinutes(2),
        });
    }
}
