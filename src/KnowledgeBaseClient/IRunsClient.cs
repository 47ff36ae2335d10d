namespace KnowledgeBaseClient;

/// <summary>
/// A client for the runs of knowledge bases, which process uploaded documents: uploads documents, lists runs, waits for and watches them.
/// </summary>
/// <remarks>Thread-safe. One client serves a whole application.</remarks>
public interface IRunsClient
{
    /// <summary>Lists the runs of a knowledge base with everything that the service sends about them.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="filter">The runs to list; null for all of them.</param>
    /// <param name="cancellationToken">Cancels the call, including a delay before a retry.</param>
    /// <returns>The runs in the order of the service, without duplicates. Unknown ids are left out.</returns>
    /// <exception cref="ArgumentException">
    /// An id is null, empty, white space, <c>.</c>, <c>..</c> or too long for a URL, or a run id contains a comma. No request was sent.
    /// </exception>
    /// <exception cref="ApiKeyRejectedException">The service rejects the API key.</exception>
    /// <exception cref="KnowledgeBaseNotFoundException">The knowledge base does not exist.</exception>
    /// <exception cref="InvalidRequestException">The service rejects the filter.</exception>
    /// <exception cref="RateLimitedException">The service received too many requests.</exception>
    /// <exception cref="KnowledgeBaseApiException">The service returned another error, or a redirect.</exception>
    /// <exception cref="KnowledgeBaseConnectionException">No response was received, or only a part of one.</exception>
    /// <exception cref="KnowledgeBaseTimeoutException">
    /// <see cref="KnowledgeBaseClientOptions.AttemptTimeout"/> or <see cref="KnowledgeBaseClientOptions.TotalTimeout"/> elapsed.
    /// </exception>
    /// <exception cref="InvalidResponseException">The response is not a list of runs, or is too large.</exception>
    /// <exception cref="InvalidOperationException">
    /// The <see cref="KnowledgeBaseClientOptions.ApiKeyProvider"/> failed or returned an invalid key, or a handler of the application
    /// changed the address of the request or returned no response.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or during the call.</exception>
    Task<IReadOnlyList<Run>> ListAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the runs of a knowledge base without their opaque JSON, which takes a fraction of the memory.</summary>
    /// <inheritdoc cref="ListAsync"/>
    Task<IReadOnlyList<RunSummary>> ListSummariesAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Streams the runs of a knowledge base as they arrive, so that only one run is in memory at a time.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="filter">The runs to list; null for all of them.</param>
    /// <param name="cancellationToken">Cancels the stream.</param>
    /// <returns>
    /// The runs in the order of the service, without duplicates. No request is sent before the first run is requested. Each enumeration
    /// sends new requests.
    /// </returns>
    /// <remarks>
    /// Transient failures are retried until the first run of a response has arrived. A later failure ends the stream with its exception:
    /// the runs returned so far are valid, but incomplete. The timeouts do not include the time that the caller spends on a run.
    /// </remarks>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    IAsyncEnumerable<Run> StreamAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Finds one run by its id.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="runId">The id of the run.</param>
    /// <param name="cancellationToken">Cancels the call, including a delay before a retry.</param>
    /// <returns>
    /// The run, or null if the service does not list it. A run that was just created may be missing for a moment (observed, not documented
    /// by the service).
    /// </returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken = default);

    /// <summary>Waits until a run has finished (completed, failed or stopped) or awaits human feedback.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="runId">The id of the run.</param>
    /// <param name="options">The timeouts, progress reports and polling of the wait; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait, but not the run.</param>
    /// <returns>The run, even if it did not complete: <see cref="Run.EnsureCompleted"/> then throws.</returns>
    /// <inheritdoc cref="WaitForAllAsync" path="/remarks"/>
    /// <inheritdoc cref="WaitForAllAsync" path="/exception"/>
    Task<Run> WaitForCompletionAsync(
        string knowledgeBaseId, string runId, WaitOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until all of the given runs have finished (completed, failed or stopped) or await human feedback.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="runIds">The ids of the runs, for example those that an upload returned. If empty, the result is empty.</param>
    /// <param name="options">The timeouts, progress reports and polling of the wait; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait, but not the runs.</param>
    /// <returns>The runs in the order of their ids, without duplicates.</returns>
    /// <remarks>
    /// All waits and watches on one knowledge base share one poller, which requests all their runs together. After a failed poll, polling
    /// continues: an outage may last for up to <see cref="WaitOptions.OutageTimeout"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// An id is null, empty, white space, <c>.</c>, <c>..</c> or too long for a URL, a run id contains a comma, or an option is invalid. No
    /// request was sent.
    /// </exception>
    /// <exception cref="RunNotFoundException">The service has not listed a run for <see cref="WaitOptions.MissingGrace"/>.</exception>
    /// <exception cref="RunWaitTimeoutException">The runs were not done within <see cref="WaitOptions.Timeout"/>.</exception>
    /// <exception cref="RunStalledException">No run changed for <see cref="WaitOptions.StallTimeout"/>.</exception>
    /// <exception cref="RunPollingException">Polling failed for at least one run for <see cref="WaitOptions.OutageTimeout"/>.</exception>
    /// <exception cref="KnowledgeBaseException">
    /// A permanent failure occurred before any request of the poller succeeded. An <see cref="InvalidResponseException"/> is tolerated as
    /// part of an outage.
    /// </exception>
    /// <exception cref="ApiKeyRejectedException">
    /// The service rejected the API key before any request succeeded, or later in three polls in a row.
    /// </exception>
    /// <exception cref="KnowledgeBaseNotFoundException">
    /// The service did not know the knowledge base before any request succeeded, or later in three polls in a row.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="KnowledgeBaseClientOptions.ApiKeyProvider"/> failed, or a handler is misconfigured, before any request succeeded.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or during the wait.</exception>
    Task<IReadOnlyList<Run>> WaitForAllAsync(
        string knowledgeBaseId,
        IEnumerable<string> runIds,
        WaitOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Waits for the given runs and returns each of them when it has finished or awaits human feedback.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="runIds">The ids of the runs, for example those that an upload returned. If empty, the result is empty.</param>
    /// <param name="options">The timeouts, progress reports and polling of the wait; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the wait, but not the runs.</param>
    /// <returns>
    /// The runs in the order in which they finish, without duplicates. The wait begins when the first run is requested.
    /// </returns>
    /// <inheritdoc cref="WaitForAllAsync" path="/remarks"/>
    /// <inheritdoc cref="WaitForAllAsync" path="/exception"/>
    IAsyncEnumerable<Run> WaitForEachAsync(
        string knowledgeBaseId,
        IEnumerable<string> runIds,
        WaitOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Watches the runs of a knowledge base and returns each change to them.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="options">The runs to watch, and how often to poll; null for all runs and the defaults.</param>
    /// <param name="cancellationToken">Cancels the watch.</param>
    /// <returns>
    /// The changes as they are observed. The sequence never ends, unless the filter contains run ids: then it ends when all of these runs
    /// have finished. The watch begins when the first change is requested.
    /// </returns>
    /// <remarks>
    /// All waits and watches on one knowledge base share one poller. For slow consumers, changes are coalesced per run: the first terminal
    /// state and the latest change are kept.
    /// </remarks>
    /// <exception cref="ArgumentException">An id or an option is invalid. No request was sent.</exception>
    /// <exception cref="RunPollingException">Polling failed for at least one run for <see cref="WatchOptions.OutageTimeout"/>.</exception>
    /// <exception cref="KnowledgeBaseException">
    /// A permanent failure occurred before any request of the poller succeeded. An <see cref="InvalidResponseException"/> is tolerated as
    /// part of an outage.
    /// </exception>
    /// <exception cref="ApiKeyRejectedException">
    /// The service rejected the API key before any request succeeded, or later in three polls in a row.
    /// </exception>
    /// <exception cref="KnowledgeBaseNotFoundException">
    /// The service did not know the knowledge base before any request succeeded, or later in three polls in a row.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="KnowledgeBaseClientOptions.ApiKeyProvider"/> failed, or a handler is misconfigured, before any request succeeded.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or during the watch.</exception>
    IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId, WatchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Uploads documents to a knowledge base, which starts runs that ingest them.</summary>
    /// <param name="knowledgeBaseId">The id of the knowledge base.</param>
    /// <param name="documents">The documents. They are sent in as many requests as the options require. If empty, nothing is sent.</param>
    /// <param name="options">The folder, the size of the requests and progress reports; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the upload. Requests in flight are aborted, so their outcome is unknown.</param>
    /// <returns>
    /// The ids of the runs, in the order of the requests: pass them to <see cref="WaitForAllAsync"/>. The service does not say which id
    /// belongs to which document.
    /// </returns>
    /// <remarks>
    /// <para>
    /// The endpoint comes from the vendor's public documentation, not from the API reference. An upload is not repeatable, so a request is
    /// retried only when it is certain that the service has not acted on it: no connection, 429, or 503 with <c>Retry-After</c>. After the
    /// first request that fails, no further one is sent. <see cref="UploadOutcome.Of"/> returns what is known for every exception of an
    /// upload, also after cancellation: the ids of the runs that were started, and the documents that are unknown or not accepted.
    /// </para>
    /// <para>
    /// <see cref="KnowledgeBaseClientOptions.AttemptTimeout"/> limits the time for which no data is sent or received.
    /// <see cref="KnowledgeBaseClientOptions.TotalTimeout"/> does not apply: a large upload takes as long as it needs.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The id or an option is invalid, or a document is null. No request was sent.</exception>
    /// <exception cref="IOException">A document cannot be read, or a file does not exist.</exception>
    /// <exception cref="UploadOutcomeUnknownException">
    /// A request failed after documents were sent, and the service may have accepted them.
    /// </exception>
    /// <exception cref="ApiKeyRejectedException">The service rejects the API key.</exception>
    /// <exception cref="KnowledgeBaseNotFoundException">The knowledge base does not exist.</exception>
    /// <exception cref="InvalidRequestException">The service rejects the documents.</exception>
    /// <exception cref="RateLimitedException">The service received too many requests.</exception>
    /// <exception cref="KnowledgeBaseApiException">
    /// The service returned another error that rejects the request, such as 413 for one that is too large, or a redirect.
    /// </exception>
    /// <exception cref="KnowledgeBaseConnectionException">The service could not be reached.</exception>
    /// <exception cref="KnowledgeBaseTimeoutException">
    /// <see cref="KnowledgeBaseClientOptions.AttemptTimeout"/> elapsed before documents were sent.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The <see cref="KnowledgeBaseClientOptions.ApiKeyProvider"/> failed or returned an invalid key, or a handler of the application
    /// changed the address of the request or returned no response.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or during the call.</exception>
    Task<IReadOnlyList<string>> UploadAsync(
        string knowledgeBaseId,
        IEnumerable<DocumentUpload> documents,
        UploadOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Streams the events of a run while it is running, for example to show the output of its nodes.</summary>
    /// <param name="runId">The id of the run.</param>
    /// <param name="afterEventId">The <see cref="RunEvent.EventId"/> after which to continue; null for the start.</param>
    /// <param name="cancellationToken">Cancels the stream, but not the run.</param>
    /// <returns>
    /// The events as they arrive, each once. The sequence ends with the last event of the run, or if the service repeatedly ends the stream
    /// without any event. No request is sent before the first event is requested.
    /// </returns>
    /// <remarks>
    /// The endpoint comes from the vendor's public documentation, not from the API reference, and older versions of the service lack it. A
    /// connection that breaks, or that is silent for <see cref="KnowledgeBaseClientOptions.AttemptTimeout"/>, is opened again after the
    /// last event. Events that cannot be read are skipped, with a warning in the log. To know the result of a run, wait for it.
    /// </remarks>
    /// <exception cref="ArgumentException">An id is empty or too long for a URL, or the run id contains a comma.</exception>
    /// <exception cref="ApiKeyRejectedException">The service rejects the API key.</exception>
    /// <exception cref="RateLimitedException">The service received too many requests.</exception>
    /// <exception cref="KnowledgeBaseApiException">
    /// The service returned another error, such as 404 for an unknown run or a service without events, or a redirect.
    /// </exception>
    /// <exception cref="KnowledgeBaseConnectionException">The service could not be reached, or kept ending connections.</exception>
    /// <exception cref="KnowledgeBaseTimeoutException">
    /// <see cref="KnowledgeBaseClientOptions.AttemptTimeout"/> elapsed before a response started, after all retries.
    /// </exception>
    /// <exception cref="InvalidResponseException">The response is no stream of events, or an event is larger than 4 MiB.</exception>
    /// <exception cref="InvalidOperationException">
    /// The <see cref="KnowledgeBaseClientOptions.ApiKeyProvider"/> failed or returned an invalid key, or a handler of the application
    /// changed the address of the request or returned no response.
    /// </exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed before or during the stream.</exception>
    IAsyncEnumerable<RunEvent> StreamEventsAsync(
        string runId, string? afterEventId = null, CancellationToken cancellationToken = default);
}
