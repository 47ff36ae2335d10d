namespace KnowledgeBaseClient;

// What the last poll of a knowledge base saw. Failure is null if all its requests succeeded, or else the first failure and for how long
// polls have failed in a row.
internal sealed record PollState(Exception? Failure, TimeSpan FailingFor)
{
    public static PollState Success { get; } = new(null, TimeSpan.Zero);
}
