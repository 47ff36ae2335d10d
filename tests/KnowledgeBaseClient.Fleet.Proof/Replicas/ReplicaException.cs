namespace KnowledgeBaseClient.Fleet.Proof;

internal sealed class ReplicaException(string message) : Exception(message);
