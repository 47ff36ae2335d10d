namespace KnowledgeBaseClient.Testing;

/// <summary>
/// The knowledge-base service in memory, for tests: knowledge bases whose runs follow scripts on a clock, and faults.
/// </summary>
/// <remarks>
/// It responds as the API reference specifies: it checks the API key, the path and the query. Use it in process with
/// <see cref="CreateClient"/> or <see cref="CreateHandler"/>, or over HTTP with a <see cref="KnowledgeBaseServer"/>. Thread-safe.
/// </remarks>
public sealed class KnowledgeBaseSimulator
{
    /// <summary>The API key that the simulator expects by default. It is not a real key.</summary>
    public const string DefaultApiKey = "fake-api-key-for-tests-only";

    // Shorter than the longest Task.Delay.
    private static readonly TimeSpan MaxStep = TimeSpan.FromDays(30);

    private readonly object _lock = new();
    private readonly Dictionary<string, SimulatedKnowledgeBase> _knowledgeBases = new(StringComparer.Ordinal);
    private readonly RequestLog _requests = new();
    private readonly RequestPipeline _pipeline;
    private int _runs;

    /// <summary>Creates a simulator without knowledge bases.</summary>
    /// <param name="clock">
    /// The clock on which runs and faults live. Give the client the same one. Null for a new <see cref="SimulationClock"/>, which skips
    /// time.
    /// </param>
    public KnowledgeBaseSimulator(TimeProvider? clock = null)
    {
        Clock = clock ?? new SimulationClock();
        var faults = new FaultList(Clock);
        Faults = new SimulatorFaults(faults);
        _pipeline = new RequestPipeline(this, _requests, faults);
    }

    /// <summary>Gets the address for a client in process.</summary>
    /// <value>An address that does not exist, so that a request that misses the simulator cannot reach a real service.</value>
    public static Uri BaseAddress { get; } = new("https://knowledge-base.invalid/");

    /// <summary>Gets the clock on which runs and faults live.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Gets the clock on which runs and faults live, for example to hold it.</summary>
    /// <exception cref="InvalidOperationException">The simulator was created with another kind of clock.</exception>
    public SimulationClock SimulationClock => Clock as SimulationClock
        ?? throw new InvalidOperationException($"The simulator's clock is a {Clock.GetType().Name}, not a {nameof(SimulationClock)}.");

    /// <summary>Gets or sets the simulated time after which every request fails, on a clock that skips time.</summary>
    /// <value>
    /// The default is 30 days since the simulator was created. <see cref="Timeout.InfiniteTimeSpan"/> for no limit. It ends a test that
    /// waits for something that never happens.
    /// </value>
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets the API key that requests must send in <c>X-API-Key</c>.</summary>
    /// <value>The default is <see cref="DefaultApiKey"/>. Null: any key is accepted, but a request must have one.</value>
    /// <exception cref="ArgumentException">The key is not 8 to 4096 visible ASCII characters, as the client requires.</exception>
    public string? ApiKey
    {
        get;
        set => field = value is null || (value.Length is >= 8 and <= 4096 && value.All(character => character is >= '!' and <= '~'))
            ? value
            : throw new ArgumentException("The API key must be 8 to 4096 visible ASCII characters, as the client requires.", nameof(value));
    }
        = DefaultApiKey;

    /// <summary>Gets or sets a value indicating whether commas in <c>run_ids</c> separate several ids.</summary>
    /// <value>
    /// The default is <see langword="true"/>. False: the whole value is one id. The API reference does not specify which one is right.
    /// </value>
    public bool SplitsRunIds { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the service has events of runs.</summary>
    /// <value>The default is <see langword="true"/>. False: the endpoint responds with status 404, as older versions do.</value>
    public bool HasEvents { get; set; } = true;

    /// <summary>Gets the faults of the service.</summary>
    public SimulatorFaults Faults { get; }

    /// <summary>Gets a snapshot of the requests received so far, in order of arrival.</summary>
    /// <value>All requests, including those that met a fault. Later requests do not change the list.</value>
    public IReadOnlyList<ReceivedRequest> Requests => _requests.ToList();

    /// <summary>Gets the number of requests received so far.</summary>
    public int RequestCount => _requests.Count;

    /// <summary>Returns a knowledge base, and creates it if it does not exist yet.</summary>
    /// <param name="id">The id of the knowledge base, unescaped.</param>
    /// <returns>The knowledge base.</returns>
    /// <exception cref="ArgumentException"><paramref name="id"/> is null or empty.</exception>
    public SimulatedKnowledgeBase KnowledgeBase(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        lock (_lock)
        {
            return _knowledgeBases.TryGetValue(id, out var existing)
                ? existing
                : _knowledgeBases[id] = new SimulatedKnowledgeBase(id, Clock, () => Interlocked.Increment(ref _runs));
        }
    }

    /// <summary>Removes a knowledge base: the service then responds that it does not exist.</summary>
    /// <param name="id">The id of the knowledge base.</param>
    /// <returns>Whether it existed.</returns>
    public bool RemoveKnowledgeBase(string id)
    {
        lock (_lock)
        {
            return _knowledgeBases.Remove(id);
        }
    }

    /// <summary>Creates a handler that sends requests to this simulator, without a network.</summary>
    /// <returns>A handler for <see cref="RunsClient"/> or any <see cref="HttpClient"/>.</returns>
    public HttpMessageHandler CreateHandler() => new SimulatorHandler(this);

    /// <summary>Creates a client of this simulator, on its clock.</summary>
    /// <param name="configure">Changes the options of the client; null for the default options.</param>
    /// <returns>A client. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">The options are invalid.</exception>
    public RunsClient CreateClient(Action<KnowledgeBaseClientOptions>? configure = null)
    {
        var options = new KnowledgeBaseClientOptions { ApiKey = ApiKey ?? DefaultApiKey, BaseAddress = BaseAddress };
        configure?.Invoke(options);
        return new RunsClient(options, CreateHandler(), timeProvider: Clock);
    }

    /// <summary>Waits until this many requests have arrived, in real time.</summary>
    /// <param name="count">The number of requests since the simulator was created.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that completes when the requests have arrived. Their responses may not have been sent yet.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public Task WaitForRequestsAsync(int count, CancellationToken cancellationToken = default) =>
        _requests.WaitAsync(count, cancellationToken);

    // The knowledge base that lists the run now.
    internal SimulatedKnowledgeBase? FindByRun(string runId)
    {
        lock (_lock)
        {
            return _knowledgeBases.Values.FirstOrDefault(knowledgeBase => knowledgeBase.ReadRun(runId, static run => run is not null));
        }
    }

    internal SimulatedKnowledgeBase? Find(string id)
    {
        lock (_lock)
        {
            return _knowledgeBases.GetValueOrDefault(id);
        }
    }

    internal SimulatedResponse Respond(string method, string target, IReadOnlyDictionary<string, string> headers) =>
        _pipeline.Respond(method, target, headers);

    internal ValueTask<SimulatedResponse> RespondAsync(
        string method,
        string target,
        IReadOnlyDictionary<string, string> headers,
        Func<Stream> openBody,
        CancellationToken cancellationToken) =>
        _pipeline.RespondAsync(method, target, headers, openBody, cancellationToken);

    // Ends when the delay has passed. The response is the state of the service before the delay. In process, the clock sees that the client
    // waits; over HTTP, it does not.
    internal async ValueTask DelayAsync(TimeSpan delay, bool isInProcess, CancellationToken cancellationToken)
    {
        // An infinite Task.Delay has no timer, so a clock that skips time would never reach the timeout of the client.
        while (delay == Timeout.InfiniteTimeSpan)
        {
            await WaitAsync(TimeSpan.FromMinutes(1)).ConfigureAwait(false);
        }

        for (var left = delay; left > TimeSpan.Zero; left -= MaxStep)
        {
            await WaitAsync(left < MaxStep ? left : MaxStep).ConfigureAwait(false);
        }

        Task WaitAsync(TimeSpan time)
        {
            var waiting = Task.Delay(time, Clock, cancellationToken);
            return !isInProcess && Clock is SimulationClock clock ? clock.DelayResponseAsync(waiting) : waiting;
        }
    }
}
