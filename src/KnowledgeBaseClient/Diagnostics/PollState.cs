namespace KnowledgeBaseClient;

// The result of the last poll of a knowledge base. Timestamps are those of the client's clock. Failure is null if no request of the poll
// has failed without a replacement.
internal sealed record PollState(Exception? Failure, bool IsPartial, OutageLog? Outage, long FailingSince, long PolledAt)
{
    public static PollState Success { get; } = new(null, false, null, 0, 0);

    // False after the last wait or watch has ended.
    public bool IsPolled { get; init; } = true;
}
