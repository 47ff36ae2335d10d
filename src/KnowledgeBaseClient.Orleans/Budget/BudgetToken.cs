namespace KnowledgeBaseClient;

// The right to send one request. Of an instant that is certainly before its grant, in the time of the limiter.
internal readonly record struct BudgetToken(TimeSpan GrantedAfter, TimeSpan Lifetime)
{
    // More than its age: the process may have been frozen since.
    public bool IsUsable(TimeSpan now) => now - GrantedAfter <= Lifetime;
}
