namespace KnowledgeBaseClient;

// The result of a poll for one replica: what has changed since the previous one. Ages are as of the end of the poll.
[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.PollMessage")]
internal sealed record PollMessage
{
    // The number of this result in its session, from 1.
    [Id(0)]
    public required long Result { get; init; }

    // The number of the poll.
    [Id(1)]
    public int Poll { get; init; }

    // The time since the end of the poll. Set when the response is sent.
    [Id(2)]
    public TimeSpan Age { get; init; }

    // The age of the start of the poll.
    [Id(3)]
    public TimeSpan StartAge { get; init; }

    // More runs of this poll follow with the next result. Then only Runs is set.
    [Id(4)]
    public bool IsPartial { get; init; }

    // Runs that have changed, or that a new subscription does not know.
    [Id(5)]
    public List<RunMessage> Runs { get; init; } = [];

    // Requested, but not listed.
    [Id(6)]
    public List<MissingRunMessage> Missing { get; init; } = [];

    [Id(7)]
    public List<FailedRunMessage> Failed { get; init; } = [];

    // Not requested: nothing is known about them. All other runs are listed and unchanged.
    [Id(8)]
    public List<string> NotRequested { get; init; } = [];

    // Of a watch of all runs: no longer listed.
    [Id(9)]
    public List<string> Vanished { get; init; } = [];

    [Id(10)]
    public bool HasAllRuns { get; init; }

    [Id(11)]
    public FailedRunMessage? AllRunsFailure { get; init; }

    [Id(12)]
    public bool HasSucceeded { get; init; }

    [Id(13)]
    public bool HasEverSucceeded { get; init; }

    // Of all requests. The results refer to them by their index.
    [Id(14)]
    public List<FailureMessage> Failures { get; init; } = [];

    // The index of the failure after which the poll sent no further request, or -1.
    [Id(15)]
    public int StopReason { get; init; } = -1;

    // The numbers of the subscriptions for which this is the first poll.
    [Id(16)]
    public List<long> First { get; init; } = [];

    // The numbers of the subscriptions that the poller has ended, because of the last failure.
    [Id(17)]
    public List<long> Ended { get; init; } = [];
}
