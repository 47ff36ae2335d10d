namespace KnowledgeBaseClient.Tests.Models;

// A change to one field of a run: its path in the JSON, its JSON after the change (null if the field is absent then), and the change.
internal sealed record FieldChange(string Path, string? Json, Func<Run, Run> Apply)
{
    private static readonly RawJson NewJson = RawJson.Parse("""{"new":0.10}""");
    private static readonly DateTimeOffset NewTime = new(2030, 2, 3, 4, 5, 6, TimeSpan.FromHours(2));

    // Sets every field of a run to a value that no example contains.
    public static readonly FieldChange[] Replacing =
    [
        new("id", "\"new\"", run => run with { Id = "new" }),
        new("group_id", "\"new\"", run => run with { GroupId = "new" }),
        new("workflow_id", "\"new\"", run => run with { WorkflowId = "new" }),
        new("status", "\"new\"", run => run with { Status = new RunStatus("new") }),
        new("progress", "77", run => run with { Progress = 77 }),
        new("node_ids", """["new"]""", run => run with { NodeIds = ["new"] }),
        new("source", "\"new\"", run => run with { Source = "new" }),
        new("created_at", "\"2030-02-03T04:05:06+02:00\"", run => run with { CreatedAt = NewTime }),
        new("finished_at", "\"2030-02-03T04:05:06+02:00\"", run => run with { FinishedAt = NewTime }),
        new("input", """{"new":0.10}""", run => run with { Input = NewJson }),
        new("output", """{"new":0.10}""", run => run with { Output = NewJson }),
        new("workflow_definition", """{"new":0.10}""", run => run with { WorkflowDefinition = NewJson }),
        new("definitions", "null", run => run with { Definitions = RawJson.Parse("null") }),
        new("meta", """{"new":0.10}""", run => run with { Meta = NewJson }),
        new("new", "0.10", run => run with { AdditionalProperties = One("new", "0.10") }),
        new("workflow", """{"name":"new"}""", run => run with { Workflow = new Workflow { Name = "new" } }),
        new("workflow.id", "\"new\"", run => WithWorkflow(run, workflow => workflow with { Id = "new" })),
        new("workflow.group_id", "\"new\"", run => WithWorkflow(run, workflow => workflow with { GroupId = "new" })),
        new("workflow.name", "\"new\"", run => WithWorkflow(run, workflow => workflow with { Name = "new" })),
        new("workflow.type", "\"new\"", run => WithWorkflow(run, workflow => workflow with { Type = "new" })),
        new("workflow.definition", """{"new":0.10}""", run => WithWorkflow(run, workflow => workflow with { Definition = NewJson })),
        new("workflow.workflow_hash", "\"new\"", run => WithWorkflow(run, workflow => workflow with { WorkflowHash = "new" })),
        new("workflow.meta.tags", """["new"]""", run => WithMeta(run, meta => meta with { Tags = ["new"] })),
        new("workflow.meta.icon", "\"new\"", run => WithMeta(run, meta => meta with { Icon = "new" })),
        new("workflow.meta.new", "null", run => WithMeta(run, meta => meta with { AdditionalProperties = One("new", "null") })),
        new("workflow.last_updated_at", "\"2030-02-03T04:05:06+02:00\"", run => WithWorkflow(run, w => w with { LastUpdatedAt = NewTime })),
        new("workflow.last_run_at", "\"2030-02-03T04:05:06+02:00\"", run => WithWorkflow(run, w => w with { LastRunAt = NewTime })),
        new("workflow.created_at", "\"2030-02-03T04:05:06+02:00\"", run => WithWorkflow(run, w => w with { CreatedAt = NewTime })),
        new("workflow.deleted_at", "\"2030-02-03T04:05:06+02:00\"", run => WithWorkflow(run, w => w with { DeletedAt = NewTime })),
        new("workflow.runs_count", "77", run => WithWorkflow(run, workflow => workflow with { RunsCount = 77 })),
        new("workflow.author_name", "\"new\"", run => WithWorkflow(run, workflow => workflow with { AuthorName = "new" })),
        new("workflow.description", "\"new\"", run => WithWorkflow(run, workflow => workflow with { Description = "new" })),
        new("workflow.saved", "false", run => WithWorkflow(run, workflow => workflow with { Saved = false })),
        new("workflow.error_handler", "\"new\"", run => WithWorkflow(run, workflow => workflow with { ErrorHandler = "new" })),
        new("workflow.new", "1", run => WithWorkflow(run, workflow => workflow with { AdditionalProperties = One("new", "1") })),
        new("progress_details", """{"total_progress":0}""", run => run with { ProgressDetails = new ProgressDetails() }),
        new("progress_details.executed_nodes", """["new"]""", run => WithDetails(run, details => details with { ExecutedNodes = ["new"] })),
        new("progress_details.running_nodes", """["new"]""", run => WithDetails(run, details => details with { RunningNodes = ["new"] })),
        new("progress_details.remaining_nodes", """["new"]""", run => WithDetails(run, d => d with { RemainingNodes = ["new"] })),
        new("progress_details.skipped_nodes", """["new"]""", run => WithDetails(run, details => details with { SkippedNodes = ["new"] })),
        new("progress_details.error_handler_nodes", """["new"]""", run => WithDetails(run, d => d with { ErrorHandlerNodes = ["new"] })),
        new("progress_details.per_node_progress", """{"new":0.10}""", run => WithDetails(run, d => d with { PerNodeProgress = NewJson })),
        new("progress_details.per_edge_progress", """{"new":0.10}""", run => WithDetails(run, d => d with { PerEdgeProgress = NewJson })),
        new("progress_details.total_progress", "77", run => WithDetails(run, details => details with { TotalProgress = 77 })),
        new("progress_details.new", "1", run => WithDetails(run, details => details with { AdditionalProperties = One("new", "1") })),
    ];

    // Clears every field that may be absent.
    public static readonly FieldChange[] Clearing =
    [
        new("group_id", null, run => run with { GroupId = null }),
        new("workflow_id", null, run => run with { WorkflowId = null }),
        new("node_ids", null, run => run with { NodeIds = [] }),
        new("source", null, run => run with { Source = null }),
        new("created_at", null, run => run with { CreatedAt = null }),
        new("finished_at", null, run => run with { FinishedAt = null }),
        new("input", null, run => run with { Input = default }),
        new("output", null, run => run with { Output = default }),
        new("workflow_definition", null, run => run with { WorkflowDefinition = default }),
        new("definitions", null, run => run with { Definitions = default }),
        new("meta", null, run => run with { Meta = default }),
        new("workflow", null, run => run with { Workflow = null }),
        new("progress_details", null, run => run with { ProgressDetails = null }),
        new("workflow.name", null, run => WithWorkflow(run, workflow => workflow with { Name = null })),
        new("workflow.definition", null, run => WithWorkflow(run, workflow => workflow with { Definition = default })),
        new("workflow.meta", null, run => WithWorkflow(run, workflow => workflow with { Meta = null })),
        new("workflow.runs_count", null, run => WithWorkflow(run, workflow => workflow with { RunsCount = null })),
        new("workflow.saved", null, run => WithWorkflow(run, workflow => workflow with { Saved = null })),
        new("workflow.last_run_at", null, run => WithWorkflow(run, workflow => workflow with { LastRunAt = null })),
        new("workflow.meta.icon", null, run => WithMeta(run, meta => meta with { Icon = null })),
        new("progress_details.executed_nodes", null, run => WithDetails(run, details => details with { ExecutedNodes = [] })),
        new("progress_details.per_node_progress", null, run => WithDetails(run, details => details with { PerNodeProgress = default })),
    ];

    public override string ToString() => Json is null ? $"{Path} absent" : $"{Path} = {Json}";

    private static Run WithWorkflow(Run run, Func<Workflow, Workflow> change) => run with { Workflow = change(run.Workflow!) };

    private static Run WithMeta(Run run, Func<WorkflowMeta, WorkflowMeta> change) =>
        WithWorkflow(run, workflow => workflow with { Meta = change(workflow.Meta!) });

    private static Run WithDetails(Run run, Func<ProgressDetails, ProgressDetails> change) =>
        run with { ProgressDetails = change(run.ProgressDetails!) };

    private static Dictionary<string, RawJson> One(string name, string json) => new() { [name] = RawJson.Parse(json) };
}
