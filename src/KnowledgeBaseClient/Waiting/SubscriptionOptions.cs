namespace KnowledgeBaseClient;

// What a wait or watch wants. Ids are distinct; null means every run of the knowledge base.
internal sealed record SubscriptionOptions(
    IReadOnlyList<string>? Ids,
    bool IsWait,
    bool HasUntil,
    bool IncludeExisting,
    int MaxConsecutiveFailures,
    TimeSpan StallTimeout,
    TimeSpan MissingGrace,
    PollingOptions Polling);
