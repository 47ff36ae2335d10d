namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>A call of the handler. Timestamp: of the monotonic clock, the same in all processes of the machine.</summary>
internal sealed record Delivery(string WaitId, int Attempt, long Timestamp, bool IsRight)
{
    /// <summary>The replica that has called the handler. Set when the report is received.</summary>
    public int Replica { get; init; }
}
