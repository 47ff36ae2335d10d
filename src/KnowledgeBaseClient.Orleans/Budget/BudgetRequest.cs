namespace KnowledgeBaseClient;

// Asks for tokens for the requests that a process has queued for one knowledge base.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.BudgetRequest")]
internal sealed record BudgetRequest
{
    // Random, of one limiter of one process.
    [Id(0)]
    public Guid ProcessId { get; init; }

    // As in the path of the request, or empty for requests without one.
    [Id(1)]
    public string KnowledgeBaseId { get; init; } = "";

    // Requests in the queue. Zero to report only.
    [Id(2)]
    public int Count { get; init; }

    // FleetOptions.RequestsPerSecond of the process.
    [Id(3)]
    public int Rate { get; init; }

    // Requests that the process has sent within the last window without a token of the grain.
    [Id(4)]
    public int SpentLocally { get; init; }

    // How long tokens take to the process. Zero, except if they usually arrive too late.
    [Id(5)]
    public TimeSpan Delay { get; init; }
}
