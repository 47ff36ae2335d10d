namespace KnowledgeBaseClient;

/// <summary>Configures a watch: which runs it reports, and how often it polls.</summary>
/// <remarks>A watch copies its options when it begins, so later changes have no effect on it. Instances are not thread-safe.</remarks>
public sealed class WatchOptions
{
    /// <summary>Gets or sets which runs to watch.</summary>
    /// <value>
    /// The default is <see langword="null"/>: all runs of the knowledge base. With <see cref="RunFilter.Status"/>, a run is watched while
    /// it has that status; the change to another status is reported too.
    /// </value>
    public RunFilter? Filter { get; set; }

    /// <summary>Gets or sets a value indicating whether the watch first reports the runs that already exist.</summary>
    /// <value>
    /// The default is <see langword="true"/>: each existing run is first reported as <see cref="RunChangeKind.Appeared"/> or, if it has
    /// already finished, as <see cref="RunChangeKind.Completed"/>, <see cref="RunChangeKind.Failed"/> or
    /// <see cref="RunChangeKind.Stopped"/>.
    /// </value>
    public bool IncludeExisting { get; set; } = true;

    /// <summary>
    /// Gets or sets how long an outage may last, in which every request for one of the runs fails; after that, the watch throws a
    /// <see cref="RunPollingException"/>.
    /// </summary>
    /// <value>
    /// The default is 5 minutes. From zero, which tolerates no failed poll, to 49 days, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit. Counted from the start of the first poll that fails. A
    /// request that succeeds ends the outage.
    /// </value>
    /// <remarks>
    /// A rejected API key, an unknown knowledge base and other failures that are not transient end the watch immediately if no poll of the
    /// knowledge base has succeeded yet. Later, they are part of the outage, but three polls in a row in which the key is rejected or the
    /// knowledge base is unknown end the watch.
    /// </remarks>
    public TimeSpan OutageTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how often this watch polls.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="KnowledgeBaseClientOptions.Polling"/> of the client applies.</value>
    public PollingOptions? Polling { get; set; }

    internal WatchOptions Clone()
    {
        var clone = (WatchOptions)MemberwiseClone();
        clone.Polling = Polling?.Clone();
        return clone;
    }
}
