using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// Each wait for runs calls a function of the test, which returns the finished runs or throws.
internal sealed class StubRunsClient : IRunsClient
{
    private readonly List<WaitOptions> _waits = [];

    // By default, all runs have completed.
    public Func<IReadOnlyList<string>, CancellationToken, Task<IEnumerable<Run>>> Wait { get; set; } =
        static (ids, _) => Task.FromResult(ids.Select(id => new Testing.RunBuilder(id).Completed().Build()));

    // Thrown after the runs of Wait.
    public Exception? ThrowAtEnd { get; set; }

    public IReadOnlyList<WaitOptions> Waits
    {
        get
        {
            lock (_waits)
            {
                return [.. _waits];
            }
        }
    }

    public async IAsyncEnumerable<Run> WaitForEachAsync(
        string knowledgeBaseId,
        IEnumerable<string> runIds,
        WaitOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        lock (_waits)
        {
            _waits.Add(options!);
        }

        foreach (var run in await Wait([.. runIds], cancellationToken))
        {
            yield return run;
        }

        if (ThrowAtEnd is { } failure)
        {
            throw failure;
        }
    }

    public Task<IReadOnlyList<Run>> ListAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<RunSummary>> ListSummariesAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<Run> StreamAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Run> WaitForCompletionAsync(
        string knowledgeBaseId, string runId, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Run>> WaitForAllAsync(
        string knowledgeBaseId, IEnumerable<string> runIds, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId, WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<string>> UploadAsync(
        string knowledgeBaseId,
        IEnumerable<DocumentUpload> documents,
        UploadOptions? options = null,
        CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<RunEvent> StreamEventsAsync(
        string runId, string? afterEventId = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
