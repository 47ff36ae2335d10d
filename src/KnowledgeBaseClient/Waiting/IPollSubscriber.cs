namespace KnowledgeBaseClient;

// What a poller needs of a wait or watch. Thread-safe.
internal interface IPollSubscriber
{
    SubscriptionOptions Options { get; }

    WaitTelemetry? Telemetry { get; }

    // The first poll that includes its runs. Set by the poller.
    int FirstPoll { get; set; }

    // Until a poll has delivered the state of all its runs.
    bool IsStarting { get; }

    // Whether this state may complete the wait, whose caller then receives the full run.
    bool NeedsFull(RunSummary run);

    // False for results that it could not receive in full. They must come with a later poll.
    bool Accepts(Poll poll);

    // A state of a run, as of a request that was sent after this time.
    void Add(RunSnapshot snapshot, long requestedAfter);

    // The service did not list the run although it was requested, as of the time of its response.
    void AddMissing(string id, long timestamp);

    // All runs of the knowledge base were listed.
    void AddAllRuns();

    // A request for the run, or for SubscriptionLimits.AllRuns, failed.
    void AddFailure(string id, RequestFailure failure);

    // Called after the results of a poll have been added. True if they, or a limit, ended the subscription.
    bool CompletePoll(Poll poll, bool hasEverSucceeded);

    void End(Exception reason);

    // The caller does not wait any more.
    void Close();

    // The time until the next limit: a poll must be due by then. Null without limits.
    TimeSpan? TimeToNextLimit();

    // The caller has the result of this run, which may be missing from now on.
    void MarkDone(string id);
}
