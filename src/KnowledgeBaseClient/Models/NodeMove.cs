namespace KnowledgeBaseClient;

/// <summary>A node of a run that changed state.</summary>
/// <param name="NodeId">The node's id.</param>
/// <param name="From">The state before the change.</param>
/// <param name="To">The state after the change.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record NodeMove(string NodeId, NodeState From, NodeState To);
