namespace KnowledgeBaseClient;

/// <summary>A node of a run that stands elsewhere than before.</summary>
/// <param name="NodeId">The node's id.</param>
/// <param name="From">Where it stood.</param>
/// <param name="To">Where it stands now.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record NodeMove(string NodeId, NodeState From, NodeState To);
