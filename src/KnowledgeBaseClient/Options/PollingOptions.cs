namespace KnowledgeBaseClient;

/// <summary>Configures how often waits and watches poll the service.</summary>
/// <remarks>
/// All waits and watches on one knowledge base share one poller. It uses the shortest of their intervals, varied at random by up to 10
/// percent in either direction, and the largest of their <see cref="MaxConcurrentRequests"/>. Instances are not thread-safe.
/// </remarks>
public sealed class PollingOptions
{
    /// <summary>Gets or sets the interval between polls after a change, and after a new wait or watch has joined the poller.</summary>
    /// <value>
    /// The default is 1 second. Positive and at most 1 day. A value above 15 seconds requires a larger <see cref="MaxInterval"/> as well.
    /// </value>
    public TimeSpan InitialInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Gets or sets the longest interval between polls. While nothing changes, each interval is 1.5 times the previous one, up to this
    /// value.
    /// </summary>
    /// <value>The default is 15 seconds. At least <see cref="InitialInterval"/> and at most 1 day.</value>
    /// <remarks>
    /// If no wait reports progress and the progress of the runs allows an estimate, the interval ends shortly after a run is expected to
    /// finish instead, at most three times this value later.
    /// </remarks>
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets how many requests of one poll may be in flight at the same time.</summary>
    /// <value>The default is 4. At least 1.</value>
    public int MaxConcurrentRequests { get; set; } = 4;

    /// <summary>Gets or sets for how many runs a poller listens to the events of the service.</summary>
    /// <value>
    /// The default is 4. From 0, which turns events off, to 100. If more runs are awaited, the poller only polls. The smallest value of the
    /// client, its waits and its watches counts. A watch of all runs has no events.
    /// </value>
    /// <remarks>
    /// An event makes the poller poll at once. While all runs have a connection for events, polls in the meantime are a precaution, with
    /// intervals that grow to 60 seconds. The endpoint comes from the vendor's public documentation, not from the API reference; for a
    /// service that lacks it, the client stops asking.
    /// </remarks>
    public int MaxEventStreams { get; set; } = 4;

    internal PollingOptions Clone() => (PollingOptions)MemberwiseClone();
}
