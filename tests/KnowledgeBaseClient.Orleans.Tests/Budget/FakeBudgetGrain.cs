using System.Collections.Concurrent;
using System.Threading.Channels;

namespace KnowledgeBaseClient.Tests.Budget;

/// <summary>Hands every call to the test, which responds.</summary>
internal sealed class FakeBudgetGrain
{
    private readonly Channel<(BudgetRequest Request, TaskCompletionSource<BudgetGrant> Grant)> _calls =
        Channel.CreateUnbounded<(BudgetRequest Request, TaskCompletionSource<BudgetGrant> Grant)>();

    /// <summary>Calls fail at once while set.</summary>
    public bool IsOutOfReach { get; set; }

    /// <summary>Grants every call at once while set.</summary>
    public bool GrantsAll { get; set; }

    /// <summary>The calls that were granted at once.</summary>
    public ConcurrentQueue<BudgetRequest> Granted { get; } = new();

    public Task<BudgetGrant> AskAsync(BudgetRequest request)
    {
        if (GrantsAll)
        {
            Granted.Enqueue(request);
            return Task.FromResult(new BudgetGrant { Tokens = request.Count, Lifetime = BudgetLimits.MinLifetime, Rate = request.Rate });
        }

        if (IsOutOfReach)
        {
            throw new InvalidOperationException("out of reach");
        }

        var grant = new TaskCompletionSource<BudgetGrant>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls.Writer.TryWrite((request, grant));
        return grant.Task;
    }

    public async Task<(BudgetRequest Request, TaskCompletionSource<BudgetGrant> Grant)> NextAsync() =>
        await _calls.Reader.ReadAsync().AsTask().OrTimeout();

    public async Task<BudgetRequest> GrantNextAsync(int tokens, int processes = 1, TimeSpan held = default)
    {
        var (request, grant) = await NextAsync();
        grant.SetResult(new BudgetGrant
        {
            Tokens = tokens,
            Held = held,
            Lifetime = BudgetLimits.MinLifetime,
            Processes = processes,
            Rate = request.Rate,
        });
        return request;
    }
}
