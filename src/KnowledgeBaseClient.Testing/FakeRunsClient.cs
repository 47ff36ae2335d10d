using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient.Testing;

/// <summary>
/// An <see cref="IRunsClient"/> for unit tests: its runs follow scripts, in memory and on a clock that skips time. Thread-safe.
/// </summary>
/// <remarks>
/// It behaves exactly like a <see cref="RunsClient"/>, because it contains one, connected to a <see cref="KnowledgeBaseSimulator"/>
/// without a network.
/// </remarks>
public sealed class FakeRunsClient : IRunsClient, IDisposable
{
    private readonly RunsClient _client;
    private readonly Queue<Exception> _failures = new();

    /// <summary>Creates a client.</summary>
    /// <param name="simulator">The simulator that it uses; null for a new one, whose clock skips time.</param>
    /// <param name="configure">Changes the options of the client; null for the default options.</param>
    /// <exception cref="ArgumentException">The options are invalid.</exception>
    public FakeRunsClient(KnowledgeBaseSimulator? simulator = null, Action<KnowledgeBaseClientOptions>? configure = null)
    {
        Simulator = simulator ?? new KnowledgeBaseSimulator();
        _client = Simulator.CreateClient(configure);
    }

    /// <summary>Gets the simulator, for example to add faults or to read its clock.</summary>
    public KnowledgeBaseSimulator Simulator { get; }

    /// <summary>Returns a knowledge base, and creates it if it does not exist yet.</summary>
    /// <param name="id">The id of the knowledge base.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="ArgumentException"><paramref name="id"/> is null or empty.</exception>
    public SimulatedKnowledgeBase KnowledgeBase(string id) => Simulator.KnowledgeBase(id);

    /// <summary>Makes the next call fail. Several failures are used one after the other, each by one call.</summary>
    /// <param name="failure">The exception that the call throws; a stream, a wait for each run or a watch when it is enumerated.</param>
    /// <exception cref="ArgumentNullException"><paramref name="failure"/> is null.</exception>
    public void FailNext(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        lock (_failures)
        {
            _failures.Enqueue(failure);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Run>> ListAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        CallAsync(() => _client.ListAsync(knowledgeBaseId, filter, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> ListSummariesAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        CallAsync(() => _client.ListSummariesAsync(knowledgeBaseId, filter, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> UploadAsync(
        string knowledgeBaseId,
        IEnumerable<DocumentUpload> documents,
        UploadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CallAsync(() => _client.UploadAsync(knowledgeBaseId, documents, options, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<RunEvent> StreamEventsAsync(
        string runId, string? afterEventId = null, CancellationToken cancellationToken = default) =>
        Enumerate(_client.StreamEventsAsync(runId, afterEventId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Run> StreamAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        Enumerate(_client.StreamAsync(knowledgeBaseId, filter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken = default) =>
        CallAsync(() => _client.FindAsync(knowledgeBaseId, runId, cancellationToken));

    /// <inheritdoc/>
    public Task<Run> WaitForCompletionAsync(
        string knowledgeBaseId, string runId, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        CallAsync(() => _client.WaitForCompletionAsync(knowledgeBaseId, runId, options, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Run>> WaitForAllAsync(
        string knowledgeBaseId,
        IEnumerable<string> runIds,
        WaitOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CallAsync(() => _client.WaitForAllAsync(knowledgeBaseId, runIds, options, cancellationToken));

    /// <inheritdoc/>
    public IAsyncEnumerable<Run> WaitForEachAsync(
        string knowledgeBaseId,
        IEnumerable<string> runIds,
        WaitOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Enumerate(_client.WaitForEachAsync(knowledgeBaseId, runIds, options, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId, WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        Enumerate(_client.WatchAsync(knowledgeBaseId, options, cancellationToken), cancellationToken);

    /// <summary>Ends all running calls with <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => _client.Dispose();

    private Task<T> CallAsync<T>(Func<Task<T>> call) => NextFailure() is { } failure ? Task.FromException<T>(failure) : call();

    // Like the real client, a stream starts when its first item is requested.
    private async IAsyncEnumerable<T> Enumerate<T>(IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (NextFailure() is { } failure)
        {
            throw failure;
        }

        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private Exception? NextFailure()
    {
        lock (_failures)
        {
            return _failures.TryDequeue(out var failure) ? failure : null;
        }
    }
}
