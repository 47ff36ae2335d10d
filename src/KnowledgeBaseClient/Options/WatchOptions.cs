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
    /// Gets or sets how many polls in a row may fail; one more failure ends the watch with a <see cref="RunPollingException"/>.
    /// </summary>
    /// <value>The default is 5: the sixth failure in a row ends the watch. 0 or more.</value>
    public int MaxConsecutiveFailures { get; set; } = 5;

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
