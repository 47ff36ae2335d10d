namespace KnowledgeBaseClient;

/// <summary>How often runs are asked for while someone waits for them or watches them.</summary>
/// <remarks>
/// All waits and watches on one knowledge base share one poller: it keeps the shortest of their intervals, each up to a tenth shorter or longer by
/// chance, and the largest of their <see cref="MaxConcurrentRequests"/>. Not thread-safe while it is being set.
/// </remarks>
public sealed class PollingOptions
{
    /// <summary>The interval after a change, and after someone new has come.</summary>
    /// <value>By default 1 second. Positive, at most a day. More than 15 seconds needs a larger <see cref="Maximum"/>, too.</value>
    public TimeSpan Initial { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>What the interval grows to while nothing changes, by half each time.</summary>
    /// <value>By default 15 seconds. At least <see cref="Initial"/>, at most a day.</value>
    public TimeSpan Maximum { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many requests of one poll may be under way at once.</summary>
    /// <value>By default 4. At least 1.</value>
    public int MaxConcurrentRequests { get; set; } = 4;

    internal PollingOptions Clone() => (PollingOptions)MemberwiseClone();
}
