using Newtonsoft.Json.Linq;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>A run for Newtonsoft.Json, which is configured for snake_case names.</summary>
internal sealed record NewtonsoftRun
{
    public string Id { get; set; } = "";

    public string? GroupId { get; set; }

    public string? WorkflowId { get; set; }

    public JToken? Input { get; set; }

    public JToken? Output { get; set; }

    public List<string>? NodeIds { get; set; }

    public JToken? WorkflowDefinition { get; set; }

    public string Status { get; set; } = "";

    public int Progress { get; set; }

    public NewtonsoftProgressDetails? ProgressDetails { get; set; }

    public JToken? Definitions { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public NewtonsoftWorkflow? Workflow { get; set; }

    public string? Source { get; set; }

    public JToken? Meta { get; set; }
}
