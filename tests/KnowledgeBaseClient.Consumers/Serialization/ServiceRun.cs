using System.Text.Json;

namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>A run with every kind of value that the service sends, for tests. No value occurs twice.</summary>
internal static class ServiceRun
{
    public const string Json = """
        {
          "id": "run-1", "group_id": "group-2", "workflow_id": "workflow-3", "status": "failed", "progress": 44, "source": "source-5",
          "node_ids": ["node-6", "node-7"], "created_at": "2026-01-02T03:04:05Z", "finished_at": "2026-02-03T04:05:06Z",
          "progress_details": { "total_progress": 45, "executed_nodes": ["node-8"], "per_node_progress": {"node-9":100} },
          "workflow": { "id": "workflow-10", "name": "Import", "meta": { "tags": ["tag-11"] }, "field_12": "new in the workflow" },
          "input": {"document":"a.pdf","size":1.50},
          "output": {"error":"no text found","page":13},
          "meta": ["tenant-14"],
          "field_15": {"new":[1.0]}
        }
        """;

    /// <summary>The names and values that must appear wherever the run is written completely.</summary>
    public static readonly string[] Texts =
    [
        "run-1", "group-2", "workflow-3", "failed", "44", "source-5", "node-6", "node-7", "2026-01-02T03:04:05", "2026-02-03T04:05:06",
        "45", "node-8", "node-9", "workflow-10", "Import", "tag-11", "field_12", "new in the workflow", "a.pdf", "1.50", "no text found",
        "13", "tenant-14", "field_15", "1.0",
    ];

    public static Run Create() => JsonSerializer.Deserialize<Run>(Json)!;
}
