using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

/// <summary>The client for the runs of knowledge bases.</summary>
/// <remarks>
/// Thread-safe. Create one client per application and API key, and keep it: it reuses its connections.
/// <c>services.AddKnowledgeBaseClient()</c> registers it for dependency injection.
/// </remarks>
public sealed class RunsClient : IRunsClient, IDisposable
{
    private readonly ClientServices _services;
    private readonly RunLister _lister;
    private readonly RunWaiter _waiter;
    private readonly Uploader _uploader;
    private readonly RunEventStreamer _events;

    /// <summary>Creates a client with an API key. All other options come from environment variables or have their default values.</summary>
    /// <param name="apiKey">The API key.</param>
    /// <param name="baseAddress">The address of the service; null for the one from the environment, or the default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="apiKey"/> is null.</exception>
    /// <exception cref="ArgumentException">The key or the address is invalid: the message says what to set.</exception>
    /// <exception cref="PlatformNotSupportedException">The program runs in a browser.</exception>
    public RunsClient(string apiKey, Uri? baseAddress = null)
        : this(new KnowledgeBaseClientOptions { ApiKey = NotBlank(apiKey), BaseAddress = baseAddress })
    {
    }

    /// <summary>Creates a client with options.</summary>
    /// <param name="options">The options. Options that are not set come from environment variables or have their default values.</param>
    /// <param name="handler">
    /// The handler that sends the requests, for a proxy or a test; null for the default. It receives the API key, must not follow
    /// redirects (the client turns that off) and is not disposed with the client. Requests accept compressed responses: a handler
    /// that decompresses them must remove their <c>Content-Encoding</c> header.
    /// </param>
    /// <param name="loggerFactory">Receives the log messages, such as retries and failed polls; null for no logging.</param>
    /// <param name="timeProvider">The clock for timeouts and delays; null for the system clock.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">The options are invalid: the message says what to set.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="handler"/> has already sent a request, so that the client cannot change its settings any more, and it follows
    /// redirects or would send plain http to this machine through a proxy.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The program runs in a browser.</exception>
    public RunsClient(
        KnowledgeBaseClientOptions options,
        HttpMessageHandler? handler = null,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null)
        : this(ClientServices.Create(options, handler, loggerFactory, timeProvider))
    {
    }

    // createPollers: replaces the pollers of this process, which it receives.
    internal RunsClient(ClientServices services, Func<ClientServices, PollerRegistry, IRunPollers>? createPollers = null)
    {
        _services = services;
        var planner = new RequestPlanner(services);
        var pollers = new PollerRegistry(services, planner);
        _lister = new RunLister(services, planner);
        _waiter = new RunWaiter(services, planner, createPollers?.Invoke(services, pollers) ?? pollers);
        _uploader = new Uploader(services);
        _events = new RunEventStreamer(services);
    }

    /// <summary>
    /// Creates a client from the environment variables <c>KNOWLEDGE_BASE_API_KEY</c>, and <c>KNOWLEDGE_BASE_URL</c> or else
    /// <c>NOXUS_BACKEND_URL</c>.
    /// </summary>
    /// <returns>The client.</returns>
    /// <exception cref="InvalidOperationException">A variable is missing or invalid: the message names it.</exception>
    /// <exception cref="PlatformNotSupportedException">The program runs in a browser.</exception>
    public static RunsClient FromEnvironment()
    {
        BrowserGuard.ThrowIfBrowser();
        var options = new KnowledgeBaseClientOptions();
        EnvironmentDefaults.Apply(options, Environment.GetEnvironmentVariable);
        var problems = string.Join(" ", OptionsValidator.FindProblems(options));
        return problems.Length == 0 ? new RunsClient(options) : throw new InvalidOperationException(problems);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Run>> ListAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        _lister.ListAsync(knowledgeBaseId, filter, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> ListSummariesAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        _lister.ListSummariesAsync(knowledgeBaseId, filter, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Run> StreamAsync(
        string knowledgeBaseId, RunFilter? filter = null, CancellationToken cancellationToken = default) =>
        _lister.StreamAsync(knowledgeBaseId, filter, cancellationToken);

    /// <inheritdoc/>
    public Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken = default) =>
        _lister.FindAsync(knowledgeBaseId, runId, cancellationToken);

    /// <inheritdoc/>
    public Task<Run> WaitForCompletionAsync(
        string knowledgeBaseId, string runId, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        _waiter.WaitForCompletionAsync(knowledgeBaseId, runId, options, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Run>> WaitForAllAsync(
        string knowledgeBaseId,
        IEnumerable<string> runIds,
        WaitOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _waiter.WaitForAllAsync(knowledgeBaseId, runIds, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Run> WaitForEachAsync(
        string knowledgeBaseId,
        IEnumerable<string> runIds,
        WaitOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _waiter.WaitForEachAsync(knowledgeBaseId, runIds, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId, WatchOptions? options = null, CancellationToken cancellationToken = default) =>
        _waiter.WatchAsync(knowledgeBaseId, options, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> UploadAsync(
        string knowledgeBaseId,
        IEnumerable<DocumentUpload> documents,
        UploadOptions? options = null,
        CancellationToken cancellationToken = default) =>
        _uploader.UploadAsync(knowledgeBaseId, documents, options, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RunEvent> StreamEventsAsync(
        string runId, string? afterEventId = null, CancellationToken cancellationToken = default) =>
        _events.StreamAsync(runId, afterEventId, cancellationToken);

    // Null while no wait or watch polls the knowledge base.
    internal PollState? GetPollState(string knowledgeBaseId) => _services.Telemetry.GetPollState(knowledgeBaseId);

    /// <summary>Ends all running calls with <see cref="ObjectDisposedException"/> and closes the connections.</summary>
    public void Dispose() => _services.Dispose();

    // A blank option would mean the key from the environment.
    private static string NotBlank(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        return string.IsNullOrWhiteSpace(apiKey)
            ? throw new ArgumentException("The API key is empty: pass the key, or use FromEnvironment.", nameof(apiKey))
            : apiKey;
    }
}
