namespace KnowledgeBaseClient.Tests.DependencyInjection;

/// <summary>A client with behavior of the application around it.</summary>
internal sealed class DecoratedClient(IRunsClient inner) : IRunsClient
{
    public Task<IReadOnlyList<Run>> ListAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        inner.ListAsync(knowledgeBaseId, filter, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListSummariesAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        inner.ListSummariesAsync(knowledgeBaseId, filter, cancellationToken);

    public IAsyncEnumerable<Run> StreamAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        inner.StreamAsync(knowledgeBaseId, filter, cancellationToken);

    public Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken = default) =>
        inner.FindAsync(knowledgeBaseId, runId, cancellationToken);

    public Task<Run> WaitForCompletionAsync(
        string knowledgeBaseId, string runId, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.WaitForCompletionAsync(knowledgeBaseId, runId, options, cancellationToken);

    public Task<IReadOnlyList<Run>> WaitForAllAsync(
        string knowledgeBaseId, IEnumerable<string> runIds, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.WaitForAllAsync(knowledgeBaseId, runIds, options, cancellationToken);

    public IAsyncEnumerable<Run> WaitForEachAsync(
        string knowledgeBaseId, IEnumerable<string> runIds, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.WaitForEachAsync(knowledgeBaseId, runIds, options, cancellationToken);

    public IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId, WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.WatchAsync(knowledgeBaseId, options, cancellationToken);

    public Task<IReadOnlyList<string>> UploadAsync(
        string knowledgeBaseId,
        IEnumerable<DocumentUpload> documents,
        UploadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        inner.UploadAsync(knowledgeBaseId, documents, options, cancellationToken);

    public IAsyncEnumerable<RunEvent> StreamEventsAsync(
        string runId, string? afterEventId = null, CancellationToken cancellationToken = default) =>
        inner.StreamEventsAsync(runId, afterEventId, cancellationToken);
}
