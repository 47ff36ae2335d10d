namespace KnowledgeBaseClient;

// What polls have found out for one replica.
[GenerateSerializer]
[Immutable]
[Alias("KnowledgeBaseClient.PollerResponse")]
internal sealed record PollerResponse
{
    // The poller does not know the session, for example because it has moved to another silo: the replica begins a new one.
    [Id(0)]
    public bool IsUnknownSession { get; init; }

    // In order. The replica confirms them with its next request.
    [Id(1)]
    public List<PollMessage> Results { get; init; } = [];
}
