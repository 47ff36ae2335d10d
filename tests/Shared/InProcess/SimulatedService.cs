using System.Net;
using System.Net.Http.Headers;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// The simulator as the primary handler of a client under test, with gates that a test opens. Every knowledge base has the runs of
/// "kb", and every API key is accepted. Responses are immediate, so only the fake clock of the client decides when things happen.
/// </summary>
internal sealed class SimulatedService : DelegatingHandler
{
    private readonly object _lock = new();
    private readonly List<string> _queries = [];
    private readonly List<string> _paths = [];
    private readonly Queue<Func<HttpResponseMessage>> _queued = new();
    private readonly KnowledgeBaseSimulator _simulator;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;

    public SimulatedService()
        : this(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = null })
    {
    }

    private SimulatedService(KnowledgeBaseSimulator simulator)
        : base(simulator.CreateHandler())
    {
        _simulator = simulator;
        simulator.KnowledgeBase("kb");
    }

    /// <summary>The unescaped queries of the requests so far. A request counts when it arrives, before the gates.</summary>
    public IReadOnlyList<string> Queries
    {
        get
        {
            lock (_lock)
            {
                return [.. _queries];
            }
        }
    }

    /// <summary>The paths of the requests so far.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_lock)
            {
                return [.. _paths];
            }
        }
    }

    /// <summary>The highest number of requests that were in flight at the same time.</summary>
    public int MaxInFlight { get; private set; }

    /// <summary>Returns an error status for a request with this query, or null for the regular response.</summary>
    public Func<string, HttpStatusCode?> Fault { get; set; } = _ => null;

    /// <summary>Returns another response, or throws, for a request with this query, or null for the regular response.</summary>
    public Func<string, HttpResponseMessage?> Override { get; set; } = _ => null;

    /// <summary>Whether several ids in one request are understood. If not, they are one unknown id.</summary>
    public bool SupportsCommas
    {
        get => _simulator.SplitsRunIds;
        set => _simulator.SplitsRunIds = value;
    }

    /// <summary>Delays every response until it completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Like <see cref="Gate"/>, but canceling a request does not end its delay.</summary>
    public Task IgnoringCancellationGate { get; set; } = Task.CompletedTask;

    /// <summary>Adds or replaces a run. <c>more</c> holds more members of its JSON object, starting with a comma.</summary>
    public void Set(string id, string status, int progress = 0, string more = "") =>
        _simulator.KnowledgeBase("kb").SetRunJson($$"""{"id":"{{id}}","status":"{{status}}","progress":{{progress}}{{more}}}""");

    public void Remove(string id) => _simulator.KnowledgeBase("kb").RemoveRun(id);

    /// <summary>Queues an error response for one request.</summary>
    public void Fail(HttpStatusCode status, string? retryAfter = null) => RespondOnceWith(() =>
    {
        var response = Error(status);
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    });

    /// <summary>Queues a response or an exception for one request.</summary>
    public void RespondOnceWith(Func<HttpResponseMessage> respond)
    {
        lock (_lock)
        {
            _queued.Enqueue(respond);
        }
    }

    /// <summary>Completes when this many requests have arrived.</summary>
    /// <exception cref="TimeoutException">No request arrived for 30 s of real time.</exception>
    public async Task RequestedAsync(int times)
    {
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                if (_queries.Count >= times)
                {
                    return;
                }

                arrived = _arrived.Task;
            }

            await arrived.OrTimeout();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = Uri.UnescapeDataString(request.RequestUri!.Query.TrimStart('?'));
        Func<HttpResponseMessage>? queued;
        lock (_lock)
        {
            _queries.Add(query);
            _paths.Add(request.RequestUri.AbsolutePath);
            MaxInFlight = Math.Max(MaxInFlight, ++_inFlight);
            _arrived.TrySetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _queued.TryDequeue(out queued);
        }

        try
        {
            await Gate.WaitAsync(cancellationToken);
            await IgnoringCancellationGate;
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            lock (_lock)
            {
                _inFlight--;
            }
        }

        return queued?.Invoke()
            ?? Override(query)
            ?? (Fault(query) is { } status ? Error(status) : await SendToSimulatorAsync(request, cancellationToken));
    }

    private Task<HttpResponseMessage> SendToSimulatorAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.AbsolutePath.Split('/') is [_, _, _, var id, "runs"] && id != "kb")
        {
            _simulator.KnowledgeBase(Uri.UnescapeDataString(id)).UseRuns(() => _simulator.KnowledgeBase("kb").Runs);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static HttpResponseMessage Error(HttpStatusCode status) => new(status)
    {
        Content = new StringContent("""{"detail":"simulated failure"}""", MediaTypeHeaderValue.Parse("application/json")),
    };
}
