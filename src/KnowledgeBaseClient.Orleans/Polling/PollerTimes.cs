namespace KnowledgeBaseClient;

// The time limits between a replica and the poller of its cluster.
internal sealed record PollerTimes
{
    public static PollerTimes Default { get; } = new();

    // A response waits for a result at most for this long.
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(5);

    // A call without a response for this long has failed, for example because the silo has stopped and Orleans has not noticed it yet.
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(8);

    // The poller forgets a replica that has not asked for this long.
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    // After a failed call.
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    // While a replica polls for itself, between two attempts to reach the cluster.
    public TimeSpan ReturnInterval { get; init; } = TimeSpan.FromSeconds(3);

    // A response is completed when its runs have this size. Orleans rejects messages of 100 MB.
    public int MaxResponseBytes { get; init; } = 8 * 1024 * 1024;
}
