using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Benchmarks;

internal sealed record BaselineProgressDetails
{
    [JsonPropertyName("executed_nodes")]
    public List<string>? ExecutedNodes { get; set; }

    [JsonPropertyName("running_nodes")]
    public List<string>? RunningNodes { get; set; }

    [JsonPropertyName("remaining_nodes")]
    public List<string>? RemainingNodes { get; set; }

    [JsonPropertyName("skipped_nodes")]
    public List<string>? SkippedNodes { get; set; }

    [JsonPropertyName("error_handler_nodes")]
    public List<string>? ErrorHandlerNodes { get; set; }

    [JsonPropertyName("per_node_progress")]
    public JsonElement PerNodeProgress { get; set; }

    [JsonPropertyName("per_edge_progress")]
    public JsonElement PerEdgeProgress { get; set; }

    [JsonPropertyName("total_progress")]
    public int TotalProgress { get; set; }
}
