namespace KnowledgeBaseClient;

/// <summary>The runs of knowledge bases: what has become of the documents that were uploaded to them.</summary>
/// <remarks>Thread-safe: one client serves a whole application.</remarks>
public interface IRunsClient
{
    /// <summary>Lists the runs of a knowledge base with all that the service says of them.</summary>
    /// <param name="knowledgeBaseId">The knowledge base's id.</param>
    /// <param name="filter">Which runs; null for all of them.</param>
    /// <param name="cancellationToken">Ends the call, a pause between attempts included.</param>
    /// <returns>The runs in the order of the service, each once. Ids that the service does not know are left out.</returns>
    /// <exception cref="ArgumentException">An id is null, empty, white space, <c>.</c>, <c>..</c> or too long for a URL, or a run id holds a comma. Nothing was sent.</exception>
    /// <exception cref="ApiKeyRejectedException">The service does not accept the API key.</exception>
    /// <exception cref="KnowledgeBaseNotFoundException">There is no such knowledge base.</exception>
    /// <exception cref="InvalidRequestException">The service does not understand the filter.</exception>
    /// <exception cref="RateLimitedException">The service has had too many requests.</exception>
    /// <exception cref="KnowledgeBaseApiException">The service answered with another error, or with a redirect.</exception>
    /// <exception cref="KnowledgeBaseConnectionException">No answer came, or one that was cut short.</exception>
    /// <exception cref="KnowledgeBaseTimeoutException">An attempt, or the whole call, took too long.</exception>
    /// <exception cref="InvalidResponseException">The answer is not a list of runs, or too large.</exception>
    /// <exception cref="InvalidOperationException">The <see cref="KnowledgeBaseClientOptions.ApiKeyProvider"/> failed, or gave a key that cannot be sent.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or meanwhile.</exception>
    Task<IReadOnlyList<Run>> ListAsync(string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the runs of a knowledge base without their opaque JSON: what they are and how far, at a fraction of the memory.</summary>
    /// <inheritdoc cref="ListAsync"/>
    Task<IReadOnlyList<RunSummary>> ListSummariesAsync(string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the runs of a knowledge base one by one as they arrive, so that a list of any length takes the memory of one run.</summary>
    /// <param name="knowledgeBaseId">The knowledge base's id.</param>
    /// <param name="filter">Which runs; null for all of them.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The runs in the order of the service, each once. Nothing is sent before the first is asked for; each enumeration asks anew.</returns>
    /// <remarks>
    /// Failures are tried again until the first run of an answer has arrived. One after that ends the stream with its exception: the runs
    /// given out by then are valid, but not all. How long the caller takes over a run is no concern of the timeouts.
    /// </remarks>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    IAsyncEnumerable<Run> StreamAsync(string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Looks up one run.</summary>
    /// <param name="knowledgeBaseId">The knowledge base's id.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="cancellationToken">Ends the call, a pause between attempts included.</param>
    /// <returns>The run, or null when the service does not list it. One that was just created may be missing for a moment.</returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken = default);

    /// <summary>Waits until a run has ended, well or not.</summary>
    /// <param name="knowledgeBaseId">The knowledge base's id.</param>
    /// <param name="runId">The run's id.</param>
    /// <param name="options">How long to wait and whom to tell; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The run, also when it failed or was stopped: <see cref="Run.EnsureCompleted"/> throws for those.</returns>
    /// <inheritdoc cref="WaitForAllAsync" path="/remarks"/>
    /// <inheritdoc cref="WaitForAllAsync" path="/exception"/>
    Task<Run> WaitForCompletionAsync(string knowledgeBaseId, string runId, WaitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until all of these runs have ended, well or not.</summary>
    /// <param name="knowledgeBaseId">The knowledge base's id.</param>
    /// <param name="runIds">The runs' ids, such as an upload has answered with. None at all is no wait.</param>
    /// <param name="options">How long to wait and whom to tell; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The runs in the order of their ids, each once.</returns>
    /// <remarks>
    /// All waits and watches on one knowledge base share one poller, which asks for all their runs together. A poll that fails is followed by
    /// the next: up to <see cref="WaitOptions.MaxConsecutiveFailures"/> in a row are borne.
    /// </remarks>
    /// <exception cref="ArgumentException">An id is null, empty, white space, <c>.</c>, <c>..</c> or too long for a URL, a run id holds a comma, or an option cannot work. Nothing was sent.</exception>
    /// <exception cref="RunNotFoundException">The service has not listed a run for <see cref="WaitOptions.MissingGrace"/>.</exception>
    /// <exception cref="RunWaitTimeoutException">The runs were not done within <see cref="WaitOptions.Timeout"/>.</exception>
    /// <exception cref="RunStalledException">Nothing has changed for <see cref="WaitOptions.StallTimeout"/>.</exception>
    /// <exception cref="RunPollingException">Too many polls in a row have failed.</exception>
    /// <exception cref="ApiKeyRejectedException">The service does not accept the API key.</exception>
    /// <exception cref="KnowledgeBaseNotFoundException">There is no such knowledge base.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or meanwhile.</exception>
    Task<IReadOnlyList<Run>> WaitForAllAsync(string knowledgeBaseId, IReadOnlyCollection<string> runIds, WaitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Waits for these runs and gives each as it ends, well or not.</summary>
    /// <param name="knowledgeBaseId">The knowledge base's id.</param>
    /// <param name="runIds">The runs' ids, such as an upload has answered with. None at all is no wait.</param>
    /// <param name="options">How long to wait and whom to tell; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The runs in the order in which they end, each once. The wait begins when the first is asked for.</returns>
    /// <inheritdoc cref="WaitForAllAsync" path="/remarks"/>
    /// <inheritdoc cref="WaitForAllAsync" path="/exception"/>
    IAsyncEnumerable<Run> WaitForEachAsync(string knowledgeBaseId, IReadOnlyCollection<string> runIds, WaitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Watches the runs of a knowledge base and gives each change to them.</summary>
    /// <param name="knowledgeBaseId">The knowledge base's id.</param>
    /// <param name="options">What to watch and how often to look; null for all runs and the defaults.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>
    /// The changes as they are seen, without end; where the filter names runs, until all of them have ended. The watch begins when the first change is
    /// asked for.
    /// </returns>
    /// <remarks>
    /// A caller who takes his time over a change gets those that come meanwhile drawn together, run by run: into the first ending, if there was one,
    /// and the latest change.
    /// All waits and watches on one knowledge base share one poller.
    /// </remarks>
    /// <exception cref="ArgumentException">An id or an option cannot work. Nothing was sent.</exception>
    /// <exception cref="RunPollingException">Too many polls in a row have failed.</exception>
    /// <exception cref="ApiKeyRejectedException">The service does not accept the API key.</exception>
    /// <exception cref="KnowledgeBaseNotFoundException">There is no such knowledge base.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or meanwhile.</exception>
    IAsyncEnumerable<RunChange> WatchAsync(string knowledgeBaseId, WatchOptions? options = null, CancellationToken cancellationToken = default);
}
