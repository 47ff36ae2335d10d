namespace KnowledgeBaseClient.Tests.Models;

// A run with a value in every field that was not read from JSON.
internal static class ConstructedRun
{
    public static Run Full { get; } = new()
    {
        Id = "r-1",
        GroupId = "g-1",
        WorkflowId = "w-1",
        Status = new RunStatus("awaiting_human_feedback"),
        Progress = 42,
        NodeIds = ["n-1", "ü \"要\" \\"],
        Source = "api",
        CreatedAt = new DateTimeOffset(2026, 3, 4, 17, 20, 0, TimeSpan.FromHours(-5.5)).AddTicks(1234567),
        FinishedAt = new DateTimeOffset(2026, 3, 4, 17, 21, 0, TimeSpan.Zero),
        Input = RawJson.Parse("""{ "a" : [ 1e400, "\u00fc" ] }"""),
        Output = RawJson.Parse("null"),
        WorkflowDefinition = RawJson.Parse("[]"),
        Definitions = RawJson.Parse("true"),
        Meta = RawJson.Parse("0.10"),
        ProgressDetails = new ProgressDetails
        {
            ExecutedNodes = ["n-1"],
            RunningNodes = ["n-2"],
            RemainingNodes = ["n-3"],
            SkippedNodes = ["n-4"],
            ErrorHandlerNodes = ["n-5"],
            PerNodeProgress = RawJson.Parse("""{"n-1":100}"""),
            PerEdgeProgress = RawJson.Parse("""{"e-1":100}"""),
            TotalProgress = 43,
            AdditionalProperties = new Dictionary<string, RawJson> { ["run_logs"] = RawJson.Parse("[]") },
        },
        Workflow = new Workflow
        {
            Id = "w-1",
            GroupId = "g-1",
            Name = "Ingest",
            Type = "ingestion",
            Definition = RawJson.Parse("{}"),
            WorkflowHash = "5f1d",
            Meta = new WorkflowMeta
            {
                Tags = ["legal"],
                Icon = "book",
                AdditionalProperties = new Dictionary<string, RawJson> { ["colour"] = RawJson.Parse("\"red\"") },
            },
            LastUpdatedAt = DateTimeOffset.UnixEpoch,
            LastRunAt = DateTimeOffset.MaxValue,
            CreatedAt = DateTimeOffset.MinValue,
            DeletedAt = DateTimeOffset.UnixEpoch.AddTicks(10),
            RunsCount = long.MaxValue,
            AuthorName = "Zoë",
            Description = "",
            Saved = false,
            ErrorHandler = "w-2",
            AdditionalProperties = new Dictionary<string, RawJson> { ["owner"] = RawJson.Parse("null") },
        },
        AdditionalProperties = new Dictionary<string, RawJson> { ["für"] = RawJson.Parse("1.0") },
    };
}
