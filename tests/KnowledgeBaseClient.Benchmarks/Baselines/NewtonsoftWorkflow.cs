using Newtonsoft.Json.Linq;

namespace KnowledgeBaseClient.Benchmarks;

internal sealed record NewtonsoftWorkflow
{
    public string? Id { get; set; }

    public string? GroupId { get; set; }

    public string? Name { get; set; }

    public string? Type { get; set; }

    public JToken? Definition { get; set; }

    public string? WorkflowHash { get; set; }

    public JToken? Meta { get; set; }

    public DateTimeOffset? LastUpdatedAt { get; set; }

    public DateTimeOffset? LastRunAt { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public long? RunsCount { get; set; }

    public string? AuthorName { get; set; }

    public string? Description { get; set; }

    public bool? Saved { get; set; }

    public string? ErrorHandler { get; set; }
}
