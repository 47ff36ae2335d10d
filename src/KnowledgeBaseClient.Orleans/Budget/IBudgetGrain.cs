namespace KnowledgeBaseClient;

// The request budget of the cluster. The key is the name of the budget.
[Alias("KnowledgeBaseClient.IBudgetGrain")]
internal interface IBudgetGrain : IGrainWithStringKey
{
    // Held until there are tokens, for BudgetLimits.MaxHold at most.
    [Alias("Ask")]
    [ResponseTimeout("00:00:30")]
    Task<BudgetGrant> AskAsync(BudgetRequest request);
}
