using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// A hand-written model of a run. It has attributes, so that Refit's default settings can read it too, and setters, because the generated
/// code of System.Text.Json assigns them faster than <c>init</c> properties.
/// </summary>
internal sealed record BaselineRun
{
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    [JsonPropertyName("group_id")]
    public string? GroupId { get; set; }

    [JsonPropertyName("workflow_id")]
    public string? WorkflowId { get; set; }

    [JsonPropertyName("input")]
    public JsonElement Input { get; set; }

    [JsonPropertyName("output")]
    public JsonElement Output { get; set; }

    [JsonPropertyName("node_ids")]
    public List<string>? NodeIds { get; set; }

    [JsonPropertyName("workflow_definition")]
    public JsonElement WorkflowDefinition { get; set; }

    [JsonPropertyName("status")]
    public string Status { get; set; } = "";

    [JsonPropertyName("progress")]
    public int Progress { get; set; }

    [JsonPropertyName("progress_details")]
    public BaselineProgressDetails? ProgressDetails { get; set; }

    [JsonPropertyName("definitions")]
    public JsonElement Definitions { get; set; }

    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; set; }

    [JsonPropertyName("finished_at")]
    public DateTimeOffset? FinishedAt { get; set; }

    [JsonPropertyName("workflow")]
    public BaselineWorkflow? Workflow { get; set; }

    [JsonPropertyName("source")]
    public string? Source { get; set; }

    [JsonPropertyName("meta")]
    public JsonElement Meta { get; set; }
}
