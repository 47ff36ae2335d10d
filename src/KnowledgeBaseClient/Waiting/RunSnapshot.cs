namespace KnowledgeBaseClient;

// A run as one poll received it, on its way from the poller to a subscriber. The full run is read only where a wait needs it.
internal sealed record RunSnapshot(RunSummary Summary, Run? Full, TimeSpan? TimeLeft = null)
{
    // The state that the subscriber received before; null for the first one.
    public RunSummary? Previous { get; init; }

    // The run existed when the subscription began.
    public bool IsInitial { get; init; }

    // No longer listed: the summary is the last one seen.
    public bool HasVanished { get; init; }
}
