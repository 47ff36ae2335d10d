using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Json;

// Compares a run with what System.Text.Json reads from its text, property by property. Throws at the first difference.
internal static class PlainRun
{
    private static readonly string[] KnownOfRun =
    [
        "id", "status", "group_id", "workflow_id", "node_ids", "progress", "progress_details", "created_at", "finished_at", "source",
        "workflow", "input", "output", "workflow_definition", "definitions", "meta",
    ];

    private static readonly string[] KnownOfWorkflow =
    [
        "id", "group_id", "name", "type", "definition", "workflow_hash", "meta", "last_updated_at", "last_run_at", "created_at",
        "deleted_at", "runs_count", "author_name", "description", "saved", "error_handler",
    ];

    private static readonly string[] KnownOfDetails =
    [
        "executed_nodes", "running_nodes", "remaining_nodes", "skipped_nodes", "error_handler_nodes", "total_progress",
        "per_node_progress", "per_edge_progress",
    ];

    // Whether the value has the required properties of a run.
    public static bool IsRun(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && new PlainJson(json) is var plain
        && plain.String("id") is { Length: > 0 }
        && plain.String("status") is not null;

    public static void AssertSame(Run run, JsonElement json)
    {
        var plain = new PlainJson(json);
        AssertSameSummary(run, plain);
        Same(run.Input, plain, "input");
        Same(run.Output, plain, "output");
        Same(run.WorkflowDefinition, plain, "workflow_definition");
        Same(run.Definitions, plain, "definitions");
        Same(run.Meta, plain, "meta");
        Same(run.AdditionalProperties, plain, KnownOfRun);
        if (ArePresent(run.Workflow, plain.Object("workflow"), "workflow"))
        {
            AssertSame(run.Workflow!, plain.Object("workflow")!);
        }

        if (run.ProgressDetails is { } details)
        {
            var plainDetails = plain.Object("progress_details")!;
            Same(details.PerNodeProgress, plainDetails, "per_node_progress");
            Same(details.PerEdgeProgress, plainDetails, "per_edge_progress");
            Same(details.AdditionalProperties, plainDetails, KnownOfDetails);
        }
    }

    public static void AssertSame(RunSummary summary, JsonElement json)
    {
        AssertSameSummary(summary, new PlainJson(json));
        if (summary.ProgressDetails is { } details)
        {
            Same(details.PerNodeProgress.ValueKind, JsonValueKind.Undefined, "per_node_progress of a summary");
            Same(details.PerEdgeProgress.ValueKind, JsonValueKind.Undefined, "per_edge_progress of a summary");
            Same(details.AdditionalProperties.Count, 0, "additional properties of a summary");
        }
    }

    private static void AssertSameSummary(RunSummary run, PlainJson plain)
    {
        Same(run.Id, plain.String("id"), "id");
        Same(run.Status.Value, plain.String("status"), "status");
        Same(run.GroupId, plain.Text("group_id"), "group_id");
        Same(run.WorkflowId, plain.Text("workflow_id"), "workflow_id");
        Same(run.WorkflowName, plain.Object("workflow")?.Text("name"), "workflow.name");
        Same(run.Progress, plain.Percent("progress"), "progress");
        Same(run.NodeIds, plain, "node_ids");
        Same(run.Source, plain.Text("source"), "source");
        Same(run.CreatedAt, plain.Timestamp("created_at"), "created_at");
        Same(run.FinishedAt, plain.Timestamp("finished_at"), "finished_at");
        if (ArePresent(run.ProgressDetails, plain.Object("progress_details"), "progress_details"))
        {
            AssertSame(run.ProgressDetails!, plain.Object("progress_details")!);
        }
    }

    private static void AssertSame(ProgressDetails details, PlainJson plain)
    {
        Same(details.ExecutedNodes, plain, "executed_nodes");
        Same(details.RunningNodes, plain, "running_nodes");
        Same(details.RemainingNodes, plain, "remaining_nodes");
        Same(details.SkippedNodes, plain, "skipped_nodes");
        Same(details.ErrorHandlerNodes, plain, "error_handler_nodes");
        Same(details.TotalProgress, plain.Percent("total_progress"), "total_progress");
    }

    private static void AssertSame(Workflow workflow, PlainJson plain)
    {
        Same(workflow.Id, plain.Text("id"), "workflow.id");
        Same(workflow.GroupId, plain.Text("group_id"), "workflow.group_id");
        Same(workflow.Name, plain.Text("name"), "workflow.name");
        Same(workflow.Type, plain.Text("type"), "workflow.type");
        Same(workflow.WorkflowHash, plain.Text("workflow_hash"), "workflow.workflow_hash");
        Same(workflow.AuthorName, plain.Text("author_name"), "workflow.author_name");
        Same(workflow.Description, plain.Text("description"), "workflow.description");
        Same(workflow.ErrorHandler, plain.Text("error_handler"), "workflow.error_handler");
        Same(workflow.LastUpdatedAt, plain.Timestamp("last_updated_at"), "workflow.last_updated_at");
        Same(workflow.LastRunAt, plain.Timestamp("last_run_at"), "workflow.last_run_at");
        Same(workflow.CreatedAt, plain.Timestamp("created_at"), "workflow.created_at");
        Same(workflow.DeletedAt, plain.Timestamp("deleted_at"), "workflow.deleted_at");
        Same(workflow.RunsCount, plain.Int64("runs_count"), "workflow.runs_count");
        Same(workflow.Saved, plain.Boolean("saved"), "workflow.saved");
        Same(workflow.Definition, plain, "definition");
        Same(workflow.AdditionalProperties, plain, KnownOfWorkflow);
        if (ArePresent(workflow.Meta, plain.Object("meta"), "workflow.meta"))
        {
            var plainMeta = plain.Object("meta")!;
            Same(workflow.Meta!.Icon, plainMeta.Text("icon"), "workflow.meta.icon");
            Same(workflow.Meta.Tags, plainMeta, "tags");
            Same(workflow.Meta.AdditionalProperties, plainMeta, ["tags", "icon"]);
        }
    }

    private static void Same(RawJson actual, PlainJson plain, string name) => Same(actual.ToString(), plain.Raw(name), name);

    private static void Same(IReadOnlyList<string> actual, PlainJson plain, string name)
    {
        if (!actual.SequenceEqual(plain.StringList(name)))
        {
            Same(string.Join('|', actual), string.Join('|', plain.StringList(name)), name);
            throw new AssertionException($"{name}: not the same entries");
        }
    }

    private static void Same(IReadOnlyDictionary<string, RawJson> actual, PlainJson plain, string[] known)
    {
        var others = plain.Others(known).ToList();
        Same(actual.Count, others.Count, "the number of additional properties");
        foreach (var name in others)
        {
            Same(actual.GetValueOrDefault(name), plain, name);
        }
    }

    // Compares the offset too: DateTimeOffset.Equals compares only the instant.
    private static void Same(DateTimeOffset? actual, DateTimeOffset? expected, string name)
    {
        Same(actual?.Ticks, expected?.Ticks, name);
        Same(actual?.Offset, expected?.Offset, $"the offset of {name}");
    }

    private static bool ArePresent(object? actual, object? expected, string name)
    {
        Same(actual is not null, expected is not null, $"the presence of {name}");
        return actual is not null;
    }

    private static void Same<T>(T actual, T expected, string name)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new AssertionException($"{name}: <{actual}> where System.Text.Json reads <{expected}>");
        }
    }
}
