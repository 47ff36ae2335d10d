using System.Text.Json;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>The names of a workflow's nodes by id, as far as its definition tells them.</summary>
internal static class NodeNames
{
    public static IReadOnlyDictionary<string, string> Of(Run run)
    {
        var names = new Dictionary<string, string>();

        // The definition is opaque, so nothing of its shape is taken for granted. ToJsonElement parses the part that is needed.
        if (DefinitionOf(run).TryGetProperty("nodes", out var nodes) && nodes.ValueKind == JsonValueKind.Array)
        {
            foreach (var node in nodes.ToJsonElement().EnumerateArray())
            {
                if (TextOf(node, "id") is { } id && TextOf(node, "name") is { } name)
                {
                    names[id] = name;
                }
            }
        }

        return names;
    }

    private static RawJson DefinitionOf(Run run) =>
        run.WorkflowDefinition.ValueKind == JsonValueKind.Object ? run.WorkflowDefinition : run.Workflow?.Definition ?? default;

    private static string? TextOf(JsonElement node, string property) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
