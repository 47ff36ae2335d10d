namespace KnowledgeBaseClient.Tests.Json;

internal enum FieldKind
{
    Text,
    Texts,
    Time,
    Percent,
    Count,
    Flag,
    Opaque,
    Part,
}

// A property that may be absent, null or of any kind: its path, its kind, and how to get it from a run.
internal sealed record OptionalField(string Path, FieldKind Kind, Func<Run, object?> Value)
{
    // The text of a run with this value, or without the property if it is null.
    public string In(string? value)
    {
        var names = Path.Split('.');
        var innermost = value is null ? "" : $"\"{names[^1]}\":{value}";
        var fields = names.SkipLast(1).Reverse().Aggregate(innermost, (inner, name) => $$"""  "{{name}}": { {{inner}} }  """);
        return RunText.With(fields.Length == 0 ? null : fields);
    }
}

internal static class OptionalFields
{
    public static readonly OptionalField[] All =
    [
        new("group_id", FieldKind.Text, run => run.GroupId),
        new("workflow_id", FieldKind.Text, run => run.WorkflowId),
        new("source", FieldKind.Text, run => run.Source),
        new("node_ids", FieldKind.Texts, run => run.NodeIds),
        new("progress", FieldKind.Percent, run => run.Progress),
        new("progress_details", FieldKind.Part, run => run.ProgressDetails),
        new("created_at", FieldKind.Time, run => run.CreatedAt),
        new("finished_at", FieldKind.Time, run => run.FinishedAt),
        new("workflow", FieldKind.Part, run => run.Workflow),
        new("input", FieldKind.Opaque, run => run.Input),
        new("output", FieldKind.Opaque, run => run.Output),
        new("workflow_definition", FieldKind.Opaque, run => run.WorkflowDefinition),
        new("definitions", FieldKind.Opaque, run => run.Definitions),
        new("meta", FieldKind.Opaque, run => run.Meta),
        new("workflow.id", FieldKind.Text, run => run.Workflow!.Id),
        new("workflow.group_id", FieldKind.Text, run => run.Workflow!.GroupId),
        new("workflow.name", FieldKind.Text, run => run.Workflow!.Name),
        new("workflow.name", FieldKind.Text, run => run.WorkflowName),
        new("workflow.type", FieldKind.Text, run => run.Workflow!.Type),
        new("workflow.definition", FieldKind.Opaque, run => run.Workflow!.Definition),
        new("workflow.workflow_hash", FieldKind.Text, run => run.Workflow!.WorkflowHash),
        new("workflow.meta", FieldKind.Part, run => run.Workflow!.Meta),
        new("workflow.meta.tags", FieldKind.Texts, run => run.Workflow!.Meta!.Tags),
        new("workflow.meta.icon", FieldKind.Text, run => run.Workflow!.Meta!.Icon),
        new("workflow.last_updated_at", FieldKind.Time, run => run.Workflow!.LastUpdatedAt),
        new("workflow.last_run_at", FieldKind.Time, run => run.Workflow!.LastRunAt),
        new("workflow.created_at", FieldKind.Time, run => run.Workflow!.CreatedAt),
        new("workflow.deleted_at", FieldKind.Time, run => run.Workflow!.DeletedAt),
        new("workflow.runs_count", FieldKind.Count, run => run.Workflow!.RunsCount),
        new("workflow.author_name", FieldKind.Text, run => run.Workflow!.AuthorName),
        new("workflow.description", FieldKind.Text, run => run.Workflow!.Description),
        new("workflow.saved", FieldKind.Flag, run => run.Workflow!.Saved),
        new("workflow.error_handler", FieldKind.Text, run => run.Workflow!.ErrorHandler),
        new("progress_details.executed_nodes", FieldKind.Texts, run => run.ProgressDetails!.ExecutedNodes),
        new("progress_details.running_nodes", FieldKind.Texts, run => run.ProgressDetails!.RunningNodes),
        new("progress_details.remaining_nodes", FieldKind.Texts, run => run.ProgressDetails!.RemainingNodes),
        new("progress_details.skipped_nodes", FieldKind.Texts, run => run.ProgressDetails!.SkippedNodes),
        new("progress_details.error_handler_nodes", FieldKind.Texts, run => run.ProgressDetails!.ErrorHandlerNodes),
        new("progress_details.per_node_progress", FieldKind.Opaque, run => run.ProgressDetails!.PerNodeProgress),
        new("progress_details.per_edge_progress", FieldKind.Opaque, run => run.ProgressDetails!.PerEdgeProgress),
        new("progress_details.total_progress", FieldKind.Percent, run => run.ProgressDetails!.TotalProgress),
    ];
}
