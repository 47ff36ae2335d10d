using System.Text.Json;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>Reads the nodes of a run's workflow definition.</summary>
internal static class WorkflowNodes
{
    /// <summary>Returns the node names by node id. Nodes without a name are left out.</summary>
    public static IReadOnlyDictionary<string, string> GetNames(Run run)
    {
        var names = new Dictionary<string, string>();

        // The shape of a definition is not documented, so every value is checked before it is read.
        if (GetDefinition(run).TryGetProperty("nodes", out var nodes) && nodes.ValueKind == JsonValueKind.Array)
        {
            foreach (var node in nodes.ToJsonElement().EnumerateArray())
            {
                if (GetString(node, "id") is { } id && GetString(node, "name") is { } name)
                {
                    names[id] = name;
                }
            }
        }

        return names;
    }

    private static RawJson GetDefinition(Run run) =>
        run.WorkflowDefinition.ValueKind == JsonValueKind.Object ? run.WorkflowDefinition : run.Workflow?.Definition ?? default;

    private static string? GetString(JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
