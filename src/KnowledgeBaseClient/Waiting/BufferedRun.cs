namespace KnowledgeBaseClient;

// A subscription's buffer for one run: at most the first terminal state and the latest state that the subscriber has not received yet.
// Guarded by the subscription's lock.
internal sealed class BufferedRun
{
    private RunSnapshot? _terminal;
    private RunSnapshot? _latest;
    private RunSummary? _delivered;

    // The latest state, delivered or not; null once the run is no longer listed.
    public RunSummary? Last { get; private set; }

    // The service has listed it, or has not listed it, since the subscription began.
    public bool IsKnown { get; set; }

    // In the queue of the subscription; null while there is nothing to deliver.
    public LinkedListNode<BufferedRun>? QueueNode { get; set; }

    // WaitOptions.Until has accepted the run, regardless of its status.
    public bool IsDone { get; set; }

    public bool HasResult(SubscriptionOptions options) => IsDone || (Last is { } last && options.IsDone(last));

    // True if the run must be queued for delivery; false if it already is.
    public bool Add(RunSnapshot snapshot)
    {
        Last = snapshot.Summary;
        return Buffer(snapshot);
    }

    public bool AddVanished()
    {
        var vanished = new RunSnapshot(Last!, null) { HasVanished = true };
        Last = null;
        return Buffer(vanished);
    }

    // Sets the state that later changes are compared with, without a delivery.
    public void SetBaseline(RunSummary summary) => (Last, _delivered) = (summary, summary);

    // The next state to deliver. True if another one follows. A run that returns after it has vanished is a new run.
    public bool Take(out RunSnapshot snapshot)
    {
        var hasMore = _terminal is not null;
        snapshot = (_terminal ?? _latest!) with { Previous = _delivered };
        _delivered = snapshot.HasVanished ? null : snapshot.Summary;
        if (hasMore)
        {
            _terminal = null;
        }
        else
        {
            _latest = null;
        }

        return hasMore;
    }

    // Replaces the latest state, but keeps the first terminal state until it is delivered.
    private bool Buffer(RunSnapshot snapshot)
    {
        var isNew = _latest is null;
        if (_latest is { HasVanished: false, Summary.Status.IsTerminal: true } terminal
            && (snapshot.HasVanished || snapshot.Summary.Status != terminal.Summary.Status))
        {
            _terminal ??= terminal;
        }

        var isStillInitial = _latest is { IsInitial: true } initial && initial.Summary.Status == snapshot.Summary.Status;
        _latest = isStillInitial && !snapshot.HasVanished ? snapshot with { IsInitial = true } : snapshot;
        return isNew;
    }
}
