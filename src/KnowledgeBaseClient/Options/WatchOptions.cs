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

    /// <summary>Gets or sets the time from which on finished runs are reported, for a watch that continues after a restart.</summary>
    /// <value>
    /// The default is <see langword="null"/>: <see cref="IncludeExisting"/> decides. Otherwise, of the runs that have finished before the
    /// watch begins, those that finished at this time or later are reported, also if <see cref="IncludeExisting"/> is
    /// <see langword="false"/>, and those that finished earlier are not.
    /// </value>
    /// <remarks>
    /// Set it to a time shortly before the latest <see cref="RunSummary.FinishedAt"/> that the application has handled, because the service
    /// can list a run late. Then each run is reported at least once across restarts: the finished runs of a poll come in the order in which
    /// they finished. A run without <see cref="RunSummary.FinishedAt"/> is always reported.
    /// </remarks>
    public DateTimeOffset? EndedSince { get; set; }

    /// <summary>Gets or sets how long polling may fail for a run before the watch throws a <see cref="RunPollingException"/>.</summary>
    /// <value>
    /// The default is 5 minutes. Zero: the first failed poll ends the watch. At most 49 days, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit. The time starts with the first failed poll for that run and is
    /// reset by a successful request for it.
    /// </value>
    /// <remarks>
    /// Permanent failures, such as a rejected API key or an unknown knowledge base, end the watch immediately if nothing has succeeded yet.
    /// Later, three polls in a row in which the key is rejected or the knowledge base is unknown end it.
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
