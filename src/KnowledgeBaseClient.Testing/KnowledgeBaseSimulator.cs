using System.Text.Json;

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

    private readonly object _lock = new();
    private readonly Dictionary<string, SimulatedKnowledgeBase> _knowledgeBases = new(StringComparer.Ordinal);
    private readonly List<ReceivedRequest> _requests = [];
    private readonly FaultList _faults;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Creates a simulator without knowledge bases.</summary>
    /// <param name="clock">
    /// The clock on which runs and faults live. Give the client the same one. Null for a new <see cref="SimulationClock"/>, which skips
    /// time.
    /// </param>
    public KnowledgeBaseSimulator(TimeProvider? clock = null)
    {
        Clock = clock ?? new SimulationClock();
        _faults = new FaultList(Clock);
        Faults = new SimulatorFaults(_faults);
    }

    /// <summary>Gets the address for a client in process.</summary>
    /// <value>An address that does not exist, so that a request that misses the simulator cannot reach a real service.</value>
    public static Uri BaseAddress { get; } = new("https://knowledge-base.invalid/");

    /// <summary>Gets the clock on which runs and faults live.</summary>
    public TimeProvider Clock { get; }

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

    /// <summary>Gets the faults of the service.</summary>
    public SimulatorFaults Faults { get; }

    /// <summary>Gets a snapshot of the requests received so far, in order of arrival.</summary>
    /// <value>All requests, including those that met a fault. Later requests do not change the list.</value>
    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Gets the number of requests received so far.</summary>
    public int RequestCount
    {
        get
        {
            lock (_lock)
            {
                return _requests.Count;
            }
        }
    }

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
                : _knowledgeBases[id] = new SimulatedKnowledgeBase(id, Clock);
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
    public async Task WaitForRequestsAsync(int count, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                if (_requests.Count >= count)
                {
                    return;
                }

                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    internal SimulatedKnowledgeBase? Find(string id)
    {
        lock (_lock)
        {
            return _knowledgeBases.GetValueOrDefault(id);
        }
    }

    // The transport sends the response after its delay has passed.
    internal SimulatedResponse Respond(string method, string target, IReadOnlyDictionary<string, string> headers)
    {
        var request = RequestParser.Parse(method, target, headers, Clock.GetUtcNow());
        FaultEffect effect;
        TaskCompletionSource arrived;

        // One lock for both, so that faults of single requests are used in the order in which requests are listed.
        lock (_lock)
        {
            _requests.Add(request);
            effect = _faults.Apply(request);
            (arrived, _arrived) = (_arrived, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        arrived.SetResult();
        var response = effect.Response ?? RespondRegularly(request);
        return response with { Delay = effect.Delay, CutAfter = effect.CutAfter };
    }

    // Ends when the delay has passed. The response is the state of the service before the delay.
    internal async ValueTask DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        while (delay == Timeout.InfiniteTimeSpan)
        {
            await IdleAsync(TimeSpan.FromMinutes(1)).ConfigureAwait(false);
        }

        if (delay > TimeSpan.Zero)
        {
            await IdleAsync(delay).ConfigureAwait(false);
        }

        // The client waits for the response, however much it has to do otherwise.
        Task IdleAsync(TimeSpan time) => (Clock as IWorkObserver).IdleAsync(Task.Delay(time, Clock, cancellationToken));
    }

    internal void BeginRequest() => (Clock as SimulationClock)?.BeginHold();

    internal void EndRequest() => (Clock as SimulationClock)?.EndHold();

    // The client is busy with the response, until it waits again.
    internal void AddResponse() => (Clock as SimulationClock)?.AddResponse();

    private SimulatedResponse RespondRegularly(ReceivedRequest request)
    {
        try
        {
            return RunsRoute.Respond(this, request);
        }
        catch (Exception failure)
        {
            // A function of the test failed.
            return SimulatedResponse.Error(500, $"{JsonEncodedText.Encode($"{failure.GetType().Name}: {failure.Message}")}");
        }
    }
}
