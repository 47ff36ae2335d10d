namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>A request that the stand-in has received. Timestamp: of the monotonic clock of the machine.</summary>
internal readonly record struct ReceivedRequest(long Timestamp, int Replica);
