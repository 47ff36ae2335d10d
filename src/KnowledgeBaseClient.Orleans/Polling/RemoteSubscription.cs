namespace KnowledgeBaseClient;

// A wait or watch of a replica, as the poller of the cluster sees it. Limits and exceptions are the replica's concern.
internal sealed class RemoteSubscription(SubscriptionMessage message, ReplicaFeed feed) : IPollSubscriber
{
    // Runs of which the replica does not know yet that nothing more is expected of them. Guarded by the lock of the feed.
    public HashSet<string> OpenIds { get; } = new(message.RunIds ?? [], StringComparer.Ordinal);

    public long Number => message.Number;

    // Set when the subscription joins.
    public RunPoller? Poller { get; set; }

    // Whether the replica knows the first poll. Guarded by the lock of the feed.
    public bool IsAnnounced { get; set; }

    public SubscriptionOptions Options { get; } = message.ToOptions();

    public WaitTelemetry? Telemetry => null;

    public int FirstPoll { get; set; }

    // The order of the results does not matter here: the replica sorts them.
    public bool IsStarting => false;

    public bool NeedsFull(RunSummary run) => WantsFull(run) && !feed.HasSentFull(run);

    // A state that may complete the wait.
    public bool WantsFull(RunSummary run) => Options.IsWait && (Options.HasUntil || Options.IsDone(run));

    // The results of an earlier poll would be lost: the feed is notified only of polls that include the subscription.
    public bool Accepts(Poll poll) => FirstPoll <= poll.Input.Number;

    // Called for a state that the replica receives.
    public bool IsDone(RunSummary run, bool isFull) => IsAnnounced && Options.IsDone(run) && (isFull || !Options.IsWait);

    // The feed takes all results from the poll, in CompletePoll.
    public void Add(RunSnapshot snapshot, long requestedAfter)
    {
    }

    public void AddMissing(string id, long timestamp)
    {
    }

    public void AddAllRuns()
    {
    }

    public void AddFailure(string id, RequestFailure failure)
    {
    }

    public bool CompletePoll(Poll poll, bool hasEverSucceeded)
    {
        feed.Add(poll, hasEverSucceeded);
        return false;
    }

    public void End(Exception reason) => feed.AddEnd(this, reason);

    public void Close()
    {
    }

    public TimeSpan? TimeToNextLimit() => feed.TimeToLimit;

    public void MarkDone(string id)
    {
    }
}
