namespace KnowledgeBaseClient;

// Of the clients of this process that share a budget.
internal sealed record BudgetSettings(string Name, int RequestsPerSecond, TimeSpan FallbackAfter);
