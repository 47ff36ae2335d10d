using System.Net;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// The runs endpoint in process, as a primary handler. Every knowledge base has the same runs and every API key is accepted.
/// Responses are immediate, so only the fake clock decides when things happen. Records the requests.
/// </summary>
internal sealed class FakeRunsService : HttpMessageHandler
{
    private readonly object _lock = new();
    private readonly Dictionary<string, StoredRun> _runs = new(StringComparer.Ordinal);
    private readonly List<string> _queries = [];
    private readonly List<string> _paths = [];
    private readonly Queue<Func<HttpResponseMessage>> _queued = new();
    private readonly FakeRunsRoute _route;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inFlight;

    /// <summary>Creates an endpoint whose runs are set with <see cref="Set"/>.</summary>
    public FakeRunsService() => _route = new FakeRunsRoute(apiKey: null, (_, _) => CurrentRuns());

    /// <summary>Creates an endpoint whose runs come from a source.</summary>
    public FakeRunsService(RunSource runs) => _route = new FakeRunsRoute(apiKey: null, runs);

    /// <summary>The unescaped queries of the requests so far.</summary>
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
        get => _route.SupportsCommas;
        set => _route.SupportsCommas = value;
    }

    /// <summary>Delays every response until it completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Like <see cref="Gate"/>, but canceling a request does not end its delay.</summary>
    public Task IgnoringCancellationGate { get; set; } = Task.CompletedTask;

    /// <summary>Adds or replaces a run. <c>more</c> holds more members of its JSON object, starting with a comma.</summary>
    public void Set(string id, string status, int progress = 0, string more = "")
    {
        lock (_lock)
        {
            _runs[id] = new StoredRun(id, status, $$"""{"id":"{{id}}","status":"{{status}}","progress":{{progress}}{{more}}}""");
        }
    }

    public void Remove(string id)
    {
        lock (_lock)
        {
            _runs.Remove(id);
        }
    }

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
            ?? (Fault(query) is { } status ? Error(status) : _route.Respond(request.ToReceivedRequest()).ToHttpResponse());
    }

    private static HttpResponseMessage Error(HttpStatusCode status) =>
        FakeResponse.Json((int)status, """{"detail":"simulated failure"}""").ToHttpResponse();

    private List<StoredRun> CurrentRuns()
    {
        lock (_lock)
        {
            return [.. _runs.Values];
        }
    }
}
