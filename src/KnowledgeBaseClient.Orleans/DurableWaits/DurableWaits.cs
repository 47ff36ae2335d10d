using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// Calls the shards of a fleet, from a silo or from a client of the cluster. Thread-safe.
internal sealed class DurableWaits(IGrainFactory grains, string fleetName, Func<string, string> redact) : IDurableWaits
{
    public Task<bool> RegisterAsync(DurableWait wait, CancellationToken cancellationToken = default)
    {
        var registration = DurableWaitValidator.ToRegistration(wait);
        var key = ShardKey.Of(fleetName, wait.KnowledgeBaseId, registration.Id);
        return CallAsync(key, shard => shard.RegisterAsync(registration), cancellationToken);
    }

    public Task<bool> CancelAsync(string knowledgeBaseId, string waitId, CancellationToken cancellationToken = default)
    {
        DurableWaitValidator.CheckKnowledgeBaseId(knowledgeBaseId, nameof(knowledgeBaseId));
        DurableWaitValidator.CheckWaitId(waitId, nameof(waitId));
        var key = ShardKey.Of(fleetName, knowledgeBaseId, waitId);
        return CallAsync(key, shard => shard.CancelAsync(waitId), cancellationToken);
    }

    // Validates its argument before the enumeration begins.
    public IAsyncEnumerable<DurableWaitStatus> ListAsync(string knowledgeBaseId, CancellationToken cancellationToken = default)
    {
        DurableWaitValidator.CheckKnowledgeBaseId(knowledgeBaseId, nameof(knowledgeBaseId));
        return EnumerateAsync(knowledgeBaseId, cancellationToken);
    }

    private async IAsyncEnumerable<DurableWaitStatus> EnumerateAsync(
        string knowledgeBaseId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 0; number < ShardKey.Count; number++)
        {
            var key = new ShardKey(fleetName, number, knowledgeBaseId);
            string? afterId = null;
            WaitPage page;
            do
            {
                page = await CallAsync(key, shard => shard.ListAsync(afterId), cancellationToken).ConfigureAwait(false);
                foreach (var item in page.Waits)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return item.ToStatus(knowledgeBaseId);
                    afterId = item.Id;
                }
            }
            while (page.HasMore);
        }
    }

    private async Task<T> CallAsync<T>(ShardKey key, Func<IWaitShardGrain, Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var task = call(grains.GetGrain<IWaitShardGrain>(key.ToString()));
            task.ObserveFailure();
            return await task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (cancellationToken.IsCancellationRequested && failure is not OperationCanceledException)
        {
            throw new OperationCanceledException("The call was canceled.", failure, cancellationToken);
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            throw new FleetUnavailableException(
                $"The durable waits of the fleet \"{fleetName}\" are out of reach. Retry later. Check that silos are running and have a "
                + $"grain storage with the name {KnowledgeBaseFleetSiloBuilderExtensions.StorageName}. Reason: "
                + Sentence.End(ErrorText.OfCause(failure, redact)),
                failure);
        }
    }
}
