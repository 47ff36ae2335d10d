using System.Security.Cryptography.X509Certificates;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// A <see cref="LoopbackServer"/> that plays a script and records the requests. Each request, on any connection, gets the next reply.
/// After the last reply, each request gets a 500 with the body <c>script exhausted</c>.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly List<string> _requests = [];
    private readonly List<(int Number, TaskCompletionSource Arrival)> _arrivals = [];
    private readonly IReadOnlyList<Reply> _script;
    private readonly LoopbackServer _server;

    private ScriptedServer(IReadOnlyList<Reply> script, X509Certificate2? certificate)
    {
        _script = script;
        _server = new LoopbackServer(Respond, certificate);
    }

    public Uri BaseAddress => _server.BaseAddress;

    /// <summary>The request line and headers of each request so far, in order of arrival, exactly as received.</summary>
    public IReadOnlyList<string> RequestTexts
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public static ScriptedServer Start(params IReadOnlyList<Reply> script) => new(script, null);

    /// <summary>Starts an HTTPS server. Clients reject its certificate unless they are configured to trust it.</summary>
    public static ScriptedServer StartTls(X509Certificate2 certificate, params IReadOnlyList<Reply> script) => new(script, certificate);

    /// <summary>Completes when this many requests have arrived.</summary>
    /// <exception cref="TimeoutException">They did not arrive within 30 s of real time.</exception>
    public async Task RequestArrivedAsync(int number)
    {
        var arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_requests.Count >= number)
            {
                return;
            }

            _arrivals.Add((number, arrival));
        }

        await arrival.Task.OrTimeout();
    }

    /// <inheritdoc cref="LoopbackServer.DisconnectedAsync"/>
    public Task DisconnectedAsync() => _server.DisconnectedAsync();

    /// <inheritdoc cref="LoopbackServer.DisposeAsync"/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Reply Respond(RawRequest request)
    {
        var text = request.Text;
        lock (_lock)
        {
            _requests.Add(text);
            foreach (var (_, arrival) in _arrivals.Where(waiting => _requests.Count >= waiting.Number))
            {
                arrival.TrySetResult();
            }

            return _requests.Count <= _script.Count
                ? _script[_requests.Count - 1]
                : Reply.Status(500, "script exhausted", ("Content-Type", "text/plain"));
        }
    }
}
