namespace KnowledgeBaseClient;

/// <summary>Configures a wait for runs: its timeouts, when a run is done, progress reports and polling.</summary>
/// <remarks>A wait copies its options when it begins, so later changes have no effect on it. Instances are not thread-safe.</remarks>
public sealed class WaitOptions
{
    /// <summary>Gets or sets how long the whole wait may take.</summary>
    /// <value>
    /// The default is <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: no limit. Otherwise positive and at most 49 days. When it
    /// elapses, the wait throws a <see cref="RunWaitTimeoutException"/>. <see cref="IRunsClient.WaitForEachAsync"/> first
    /// returns the runs that have finished, and throws only if others have not.
    /// </value>
    public TimeSpan Timeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>
    /// Gets or sets how long all of the runs may go without any change; after that, the wait throws a <see cref="RunStalledException"/>.
    /// </summary>
    /// <value>
    /// The default is <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: no limit. Otherwise positive and at most 49 days. Checked
    /// after each successful poll.
    /// </value>
    public TimeSpan StallTimeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>
    /// Gets or sets how long a run may be missing from the service's list; after that, the wait throws a
    /// <see cref="RunNotFoundException"/>.
    /// </summary>
    /// <value>
    /// The default is 30 seconds. From zero to 49 days, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit. Counted
    /// from the start of the wait, or, for a run that was listed before, from the first poll that does not list it. After failed polls for
    /// the run, it is counted again from the next response.
    /// </value>
    /// <remarks>A run that was just created may be missing from the list for a moment (observed, not documented by the service).</remarks>
    public TimeSpan MissingGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long polling may fail for a run before the wait throws a <see cref="RunPollingException"/>.</summary>
    /// <value>
    /// The default is 5 minutes. Zero: the first failed poll ends the wait. At most 49 days, or
    /// <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit. The time starts with the first failed poll for that run and is
    /// reset by a successful request for it.
    /// </value>
    /// <remarks>
    /// Permanent failures, such as a rejected API key or an unknown knowledge base, end the wait immediately if nothing has succeeded yet.
    /// Later, three polls in a row in which the key is rejected or the knowledge base is unknown end it.
    /// </remarks>
    public TimeSpan OutageTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets a function that returns whether a changed run is done although its status is not terminal.</summary>
    /// <value>
    /// The default is <see langword="null"/>. A run with a terminal status, or one that awaits human feedback, is always done. If the
    /// function throws, this wait ends with its exception; other waits are not affected.
    /// </value>
    public Func<RunSummary, bool>? Until { get; set; }

    /// <summary>Gets or sets the receiver of every change to the runs, in order; it is never called after the wait has ended.</summary>
    /// <value>
    /// The default is <see langword="null"/>. If it throws, this wait ends with its exception; other waits are not affected.
    /// </value>
    /// <remarks>
    /// It is called as part of the wait. While a call is running, changes to the same run are coalesced. A <see cref="Progress{T}"/>
    /// forwards the changes to other threads: without a synchronization context, as in a console application, its handler may run out of
    /// order, concurrently, and after the wait has ended. Use a <see cref="SynchronousProgress{T}"/> if that matters.
    /// </remarks>
    public IProgress<RunChange>? Progress { get; set; }

    /// <summary>Gets or sets the receiver of the progress of all runs together, after each poll that has changed it.</summary>
    /// <value>
    /// The default is <see langword="null"/>. The last report comes before the last run is returned. If it throws, this wait ends with its
    /// exception; other waits are not affected.
    /// </value>
    /// <remarks>It is called as part of the wait, like <see cref="Progress"/>.</remarks>
    public IProgress<WaitProgress>? OverallProgress { get; set; }

    /// <summary>Gets or sets how often this wait polls.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="KnowledgeBaseClientOptions.Polling"/> of the client applies.</value>
    public PollingOptions? Polling { get; set; }

    internal WaitOptions Clone()
    {
        var clone = (WaitOptions)MemberwiseClone();
        clone.Polling = Polling?.Clone();
        return clone;
    }
}
