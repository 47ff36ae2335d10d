namespace KnowledgeBaseClient;

/// <summary>How long to wait for runs, what counts as done, and whom to tell.</summary>
/// <remarks>The wait takes a copy when it begins. Not thread-safe while it is being set.</remarks>
public sealed class WaitOptions
{
    /// <summary>How long the whole wait may take.</summary>
    /// <value>By default infinite. Positive, at most 49 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</value>
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>How long it is borne that nothing changes about any of the runs that are waited for.</summary>
    /// <value>By default infinite. Positive, at most 49 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>. Noticed at the next poll.</value>
    public TimeSpan StallTimeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>How long it is borne that the service does not list a run: one that was just created may be missing for a moment.</summary>
    /// <value>By default 30 seconds, from the beginning of the wait, or from the first poll that missed a run listed before. From zero to 49 days, or infinite.</value>
    public TimeSpan MissingGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many polls in a row may fail.</summary>
    /// <value>By default 5: the sixth failure ends the wait. Not negative.</value>
    public int MaxConsecutiveFailures { get; set; } = 5;

    /// <summary>Says of a run that has changed whether it is done, for statuses that are not terminal by themselves.</summary>
    /// <value>By default null. A run with a terminal status is done in any case. If it throws, its own wait ends with that exception.</value>
    public Func<RunSummary, bool>? Until { get; set; }

    /// <summary>Is told what happens to the runs, in order, and never after the wait has ended.</summary>
    /// <value>
    /// By default null. Called within the wait: while it is busy, changes to the same run are drawn together. If it throws, its own wait ends with
    /// that exception. A <see cref="Progress{T}"/> hands on what it is told to other threads: without a synchronization context, as in a console,
    /// its handler may run out of order, twice at once, and after the wait has ended. Implement <see cref="IProgress{T}"/> where that matters.
    /// </value>
    public IProgress<RunChange>? Progress { get; set; }

    /// <summary>How often to ask.</summary>
    /// <value>By default null: as the client's <see cref="KnowledgeBaseClientOptions.Polling"/> says.</value>
    public PollingOptions? Polling { get; set; }

    internal WaitOptions Clone()
    {
        var clone = (WaitOptions)MemberwiseClone();
        clone.Polling = Polling?.Clone();
        return clone;
    }
}
