namespace KnowledgeBaseClient;

// A held call.
internal sealed class BudgetAsk(BudgetRequest request, TimeSpan askedAt)
{
    private readonly TaskCompletionSource<BudgetGrant> _grant = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BudgetRequest Request => request;

    public TimeSpan AskedAt => askedAt;

    public int Tokens { get; set; }

    public Task<BudgetGrant> Grant => _grant.Task;

    public void Complete(BudgetGrant grant) => _grant.TrySetResult(grant with { Tokens = Tokens });
}
