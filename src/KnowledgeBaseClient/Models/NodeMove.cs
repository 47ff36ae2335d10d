using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>A node of a run that changed state.</summary>
/// <param name="NodeId">The node's id.</param>
/// <param name="From">The state before the change.</param>
/// <param name="To">The state after the change.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record NodeMove(
    [property: JsonPropertyName("node_id")] string NodeId,
    [property: JsonPropertyName("from")] NodeState From,
    [property: JsonPropertyName("to")] NodeState To)
{
    /// <summary>Returns the node and its states.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{NodeId}: {From} → {To}";
}
