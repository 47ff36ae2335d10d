using System.Text.Json;
using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Benchmarks;

internal sealed record BaselineWorkflow
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("group_id")]
    public string? GroupId { get; set; }

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("type")]
    public string? Type { get; set; }

    [JsonPropertyName("definition")]
    public JsonElement Definition { get; set; }

    [JsonPropertyName("workflow_hash")]
    public string? WorkflowHash { get; set; }

    [JsonPropertyName("meta")]
    public JsonElement Meta { get; set; }

    [JsonPropertyName("last_updated_at")]
    public DateTimeOffset? LastUpdatedAt { get; set; }

    [JsonPropertyName("last_run_at")]
    public DateTimeOffset? LastRunAt { get; set; }

    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; set; }

    [JsonPropertyName("deleted_at")]
    public DateTimeOffset? DeletedAt { get; set; }

    [JsonPropertyName("runs_count")]
    public long? RunsCount { get; set; }

    [JsonPropertyName("author_name")]
    public string? AuthorName { get; set; }

    [JsonPropertyName("description")]
    public string? Description { get; set; }

    [JsonPropertyName("saved")]
    public bool? Saved { get; set; }

    [JsonPropertyName("error_handler")]
    public string? ErrorHandler { get; set; }
}
