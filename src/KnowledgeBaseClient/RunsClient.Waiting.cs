namespace KnowledgeBaseClient;

/// <content>Waiting for runs and watching them.</content>
public sealed partial class RunsClient
{
    /// <inheritdoc/>
    public async Task<Run> WaitForCompletionAsync(
        string knowledgeBaseId, string runId, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        Identifier.CheckRunId(runId, nameof(runId));
        var runs = await WaitForAllAsync(knowledgeBaseId, [runId], options, cancellationToken).ConfigureAwait(false);
        return runs[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Run>> WaitForAllAsync(
        string knowledgeBaseId, IReadOnlyCollection<string> runIds, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var ids = CheckedIds(knowledgeBaseId, runIds);
        return await _waits.AllAsync(knowledgeBaseId, ids, WaitOptionsValidator.CopyAndValidate(options), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Run> WaitForEachAsync(
        string knowledgeBaseId, IReadOnlyCollection<string> runIds, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var ids = CheckedIds(knowledgeBaseId, runIds);
        return _waits.EachAsync(knowledgeBaseId, ids, WaitOptionsValidator.CopyAndValidate(options), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId, WatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        var copy = WaitOptionsValidator.CopyAndValidate(options);
        var ids = copy.Filter?.RunIds is { Count: > 0 } runIds ? CheckedIds(knowledgeBaseId, runIds) : null;

        // For what it refuses.
        _plan.For(knowledgeBaseId, copy.Filter is null ? null : copy.Filter with { RunIds = null });
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        return _waits.WatchAsync(knowledgeBaseId, ids, copy, cancellationToken);
    }

    private List<string> CheckedIds(string knowledgeBaseId, IReadOnlyCollection<string> runIds)
    {
        ArgumentNullException.ThrowIfNull(runIds);
        Identifier.Check(knowledgeBaseId, nameof(knowledgeBaseId), "knowledge base id");
        foreach (var id in runIds)
        {
            Identifier.CheckRunId(id, nameof(runIds));
        }

        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        return [.. runIds.Distinct(StringComparer.Ordinal)];
    }
}
