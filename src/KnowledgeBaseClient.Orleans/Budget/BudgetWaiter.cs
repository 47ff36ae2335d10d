namespace KnowledgeBaseClient;

// A queued request.
internal sealed class BudgetWaiter
{
    private readonly TaskCompletionSource<BudgetToken> _token = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<BudgetToken> Token => _token.Task;

    public void Grant(BudgetToken token) => _token.TrySetResult(token);

    public void Cancel(CancellationToken cancellationToken) => _token.TrySetCanceled(cancellationToken);

    public void Fail(Exception failure) => _token.TrySetException(failure);
}
