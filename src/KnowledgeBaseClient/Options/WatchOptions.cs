namespace KnowledgeBaseClient;

/// <summary>What to watch, and how often to look.</summary>
/// <remarks>The watch takes a copy when it begins. Not thread-safe while it is being set.</remarks>
public sealed class WatchOptions
{
    /// <summary>Which runs to watch. By status, a run is watched while it has that status and until it is seen to have left it.</summary>
    /// <value>By default null: all runs of the knowledge base.</value>
    public RunFilter? Filter { get; set; }

    /// <summary>Whether the watch begins with the runs that are there already.</summary>
    /// <value>By default <see langword="true"/>: each of them comes as <see cref="RunChangeKind.Appeared"/> first.</value>
    public bool IncludeExisting { get; set; } = true;

    /// <summary>How many polls in a row may fail.</summary>
    /// <value>By default 5: the sixth failure ends the watch. Not negative.</value>
    public int MaxConsecutiveFailures { get; set; } = 5;

    /// <summary>How often to ask.</summary>
    /// <value>By default null: as the client's <see cref="KnowledgeBaseClientOptions.Polling"/> says.</value>
    public PollingOptions? Polling { get; set; }

    internal WatchOptions Clone()
    {
        var clone = (WatchOptions)MemberwiseClone();
        clone.Polling = Polling?.Clone();
        return clone;
    }
}
