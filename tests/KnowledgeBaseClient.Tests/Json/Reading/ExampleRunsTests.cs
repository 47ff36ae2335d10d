using System.Text.Encodings.Web;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json.Reading;

public sealed class ExampleRunsTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [TestCaseSource(typeof(ExampleRun), nameof(ExampleRun.All))]
    public void Deserialize_RealisticExample_ReadsAllFields(object example) =>
        AssertRun(ExampleFiles.Run($"{example}"), (ExampleRun)example);

    [Test]
    public void Deserialize_AllStatuses_KeepsTheOrderOfTheRuns()
    {
        var runs = ExampleFiles.Runs("all-statuses");

        Assert.That(runs, Has.Count.EqualTo(ExampleRun.All.Length));
        foreach (var (run, expected) in runs.Zip(ExampleRun.All))
        {
            AssertRun(run, expected);
        }
    }

    [TestCaseSource(typeof(ExampleRun), nameof(ExampleRun.All))]
    public void Deserialize_RealisticExample_ReadsTheWorkflow(object example)
    {
        var workflow = ExampleFiles.Run($"{example}").Workflow!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(workflow.Id, Is.EqualTo("d23f0824-128b-4f33-8c5c-7fd0a6a3a450"));
            Assert.That(workflow.GroupId, Is.EqualTo("6513270e-269e-4d37-b2a7-4de452e6b438"));
            Assert.That(workflow.Name, Is.EqualTo("Ingest contracts"));
            Assert.That(workflow.Type, Is.EqualTo("ingestion"));
            Assert.That(workflow.WorkflowHash, Is.EqualTo("5f1d7a84db00d2fce00b31a7fc73224f"));
            Assert.That(workflow.Meta!.Tags, Is.EqualTo<string[]>(["ingestion", "legal"]));
            Assert.That(workflow.Meta.Icon, Is.EqualTo("book"));
            Assert.That(workflow.Meta.AdditionalProperties, Is.Empty);
            Assert.That(workflow.LastUpdatedAt, Is.EqualTo(Utc(2026, 3, 2, 9, 14, 7).AddMicroseconds(482913)));
            Assert.That(workflow.LastRunAt, Is.EqualTo(Utc(2026, 3, 4, 17, 20, 0)));
            Assert.That(workflow.CreatedAt, Is.EqualTo(Utc(2025, 11, 7, 5, 31, 56)));
            Assert.That(workflow.DeletedAt, Is.Null);
            Assert.That(workflow.RunsCount, Is.EqualTo(412));
            Assert.That(workflow.AuthorName, Is.EqualTo("Zoë Müller"));
            Assert.That(workflow.Description, Is.EqualTo("Chunks, embeds and indexes uploaded contracts"));
            Assert.That(workflow.Saved, Is.True);
            Assert.That(workflow.ErrorHandler, Is.Null);
            Assert.That(workflow.AdditionalProperties, Is.Empty);
        }
    }

    [TestCaseSource(typeof(ExampleRun), nameof(ExampleRun.All))]
    public void Deserialize_RealisticExample_KeepsTheDefinitionsUnchanged(object example)
    {
        var run = ExampleFiles.Run($"{example}");
        using var plain = JsonDocument.Parse(ExampleFiles.Bytes($"{example}"));
        var plainRun = plain.RootElement[0];

        var nodes = run.WorkflowDefinition.ToJsonElement().GetProperty("nodes");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.WorkflowDefinition.ToString(), Is.EqualTo(plainRun.GetProperty("workflow_definition").GetRawText()));
            Assert.That(
                run.Workflow!.Definition.ToString(),
                Is.EqualTo(plainRun.GetProperty("workflow").GetProperty("definition").GetRawText()));
            Assert.That(nodes.EnumerateArray().Select(node => node.GetProperty("id").GetString()), Is.EqualTo(ExampleWorkflow.Nodes));
            Assert.That(
                nodes[0].GetProperty("node_config").GetProperty("prompt").GetString(),
                Is.EqualTo("Résumé — 要約 \"quoted\" \\ path\n second line"));
        }
    }

    [Test]
    public void Deserialize_DocumentedExample_ReadsAllFields()
    {
        const string id = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
        var time = Utc(2023, 11, 7, 5, 31, 56);
        var empty = RawJson.Parse("{}");

        var run = ExampleFiles.Run("documented");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Id, Is.EqualTo(id));
            Assert.That(run.GroupId, Is.EqualTo(id));
            Assert.That(run.WorkflowId, Is.EqualTo(id));
            Assert.That(run.WorkflowName, Is.EqualTo("<string>"));
            Assert.That(run.Input, Is.EqualTo(empty));
            Assert.That(run.Output, Is.EqualTo(empty));
            Assert.That(run.NodeIds, Is.EqualTo<string[]>(["<string>"]));
            Assert.That(run.WorkflowDefinition, Is.EqualTo(empty));
            Assert.That(run.Status, Is.EqualTo(RunStatus.Queued));
            Assert.That(run.Progress, Is.Zero);
            Assert.That(run.Definitions, Is.EqualTo(empty));
            Assert.That(run.CreatedAt, Is.EqualTo(time));
            Assert.That(run.FinishedAt, Is.EqualTo(time));
            Assert.That(run.Source, Is.EqualTo("<string>"));
            Assert.That(run.Meta, Is.EqualTo(empty));
            Assert.That(run.AdditionalProperties, Is.Empty);
        }
    }

    [Test]
    public void Deserialize_DocumentedExample_ReadsWorkflowAndProgressDetails()
    {
        const string id = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
        var time = Utc(2023, 11, 7, 5, 31, 56);
        var empty = RawJson.Parse("{}");

        var run = ExampleFiles.Run("documented");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Workflow, Is.EqualTo(new Workflow
            {
                Id = id,
                GroupId = id,
                Name = "<string>",
                Type = "flow",
                Definition = empty,
                WorkflowHash = "<string>",
                Meta = new WorkflowMeta { Icon = "<string>" },
                LastUpdatedAt = time,
                LastRunAt = time,
                CreatedAt = time,
                DeletedAt = time,
                RunsCount = 123,
                AuthorName = "<string>",
                Description = "<string>",
                Saved = true,
                ErrorHandler = id,
            }));
            Assert.That(run.ProgressDetails, Is.EqualTo(new ProgressDetails
            {
                ExecutedNodes = ["<string>"],
                RunningNodes = ["<string>"],
                RemainingNodes = ["<string>"],
                PerNodeProgress = empty,
                PerEdgeProgress = empty,
                TotalProgress = 123,
            }));
        }
    }

    [TestCaseSource(typeof(ExampleFiles), nameof(ExampleFiles.Names))]
    public void Deserialize_ExampleAsSummaries_ReadsTheFieldsThatAreNotOpaque(string example)
    {
        var summaries = JsonSerializer.Deserialize<List<RunSummary>>(ExampleFiles.Bytes(example));

        Assert.That(summaries, Is.EqualTo(ExampleFiles.Runs(example).Select(SummaryOf)));
    }

    private static RunSummary SummaryOf(Run run) => new()
    {
        Id = run.Id,
        GroupId = run.GroupId,
        WorkflowId = run.WorkflowId,
        WorkflowName = run.WorkflowName,
        Status = run.Status,
        Progress = run.Progress,
        ProgressDetails = run.ProgressDetails is { } details
            ? details with { PerNodeProgress = default, PerEdgeProgress = default }
            : null,
        NodeIds = run.NodeIds,
        Source = run.Source,
        CreatedAt = run.CreatedAt,
        FinishedAt = run.FinishedAt,
    };

    private static void AssertRun(Run run, ExampleRun expected)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Id, Is.EqualTo(expected.Id));
            Assert.That(run.GroupId, Is.EqualTo("6513270e-269e-4d37-b2a7-4de452e6b438"));
            Assert.That(run.WorkflowId, Is.EqualTo("d23f0824-128b-4f33-8c5c-7fd0a6a3a450"));
            Assert.That(run.WorkflowName, Is.EqualTo("Ingest contracts"));
            Assert.That(run.Status, Is.EqualTo(new RunStatus(expected.Name)));
            Assert.That(run.Progress, Is.EqualTo(expected.Progress));
            Assert.That(run.NodeIds, Is.Empty);
            Assert.That(run.Source, Is.EqualTo("api"));
            Assert.That(run.CreatedAt, Is.EqualTo(expected.CreatedAt));
            Assert.That(run.FinishedAt, Is.EqualTo(expected.FinishedAt));
            Assert.That(
                Minified(run.Input),
                Is.EqualTo(
                    """{"files":[{"name":"lease – Köln.pdf","uri":"spot://7d0c/lease.pdf","size":1834220}],"prefix":"/contracts"}"""));
            Assert.That(Minified(run.Output), Is.EqualTo(expected.Output));
            Assert.That(Minified(run.Definitions), Is.EqualTo("""{"version":3}"""));
            Assert.That(Minified(run.Meta), Is.EqualTo("""{"requested_by":"nightly-sync"}"""));
            Assert.That(run.Workflow?.Definition, Is.Not.EqualTo(default(RawJson)));
            Assert.That(run.AdditionalProperties, Is.Empty);
            AssertProgress(run.ProgressDetails, expected);
        }
    }

    private static void AssertProgress(ProgressDetails? details, ExampleRun expected)
    {
        if (expected.Details is not { } progress)
        {
            Assert.That(details, Is.Null);
            return;
        }

        var nodes = ExampleWorkflow.Nodes;
        Assert.That(details!.ExecutedNodes, Is.EqualTo(nodes.Take(progress.Executed)));
        Assert.That(details.RunningNodes, Is.EqualTo(nodes.Skip(progress.Executed).Take(progress.Running)));
        Assert.That(details.RemainingNodes, Is.EqualTo(nodes.Skip(progress.Executed + progress.Running)));
        Assert.That(details.SkippedNodes, Is.Empty);
        Assert.That(details.ErrorHandlerNodes, Is.Empty);
        Assert.That(Minified(details.PerNodeProgress), Is.EqualTo(ExampleWorkflow.Progress(nodes, progress.PerNode)));
        Assert.That(Minified(details.PerEdgeProgress), Is.EqualTo(ExampleWorkflow.Progress(ExampleWorkflow.Edges, progress.PerEdge)));
        Assert.That(details.TotalProgress, Is.EqualTo(expected.Progress));
        Assert.That(details.AdditionalProperties, Is.Empty);
    }

    private static string Minified(RawJson json) => JsonSerializer.Serialize(json.ToJsonElement(), Readable);

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute, int second) =>
        new(year, month, day, hour, minute, second, TimeSpan.Zero);
}
