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
}
