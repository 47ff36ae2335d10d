using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// A raw HTTP/1.1 server on loopback for what WireMock hides: paths as they are on the wire, truncation, silence and resets.
/// Each request, on whatever connection, plays the next reply; when the script is used up, a 500 says so.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly List<string> _heads = [];
    private readonly List<(int Number, TaskCompletionSource Arrival)> _arrivals = [];
    private readonly List<Exception> _faults = [];
    private readonly List<Task> _connections = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IReadOnlyList<Reply> _script;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _disposed;

    private ScriptedServer(IReadOnlyList<Reply> script, X509Certificate2? certificate)
    {
        (_script, _certificate) = (script, certificate);
        _listener.Start();
        BaseAddress = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri BaseAddress { get; }

    /// <summary>The request line and headers of each request so far, in the order of arrival, exactly as on the wire.</summary>
    public IReadOnlyList<string> RequestHeads
    {
        get
        {
            lock (_lock)
            {
                return [.. _heads];
            }
        }
    }

    public static ScriptedServer Start(params IReadOnlyList<Reply> script) => new(script, null);

    /// <summary>A server of https, with a certificate that nobody trusts unless told to.</summary>
    public static ScriptedServer StartTls(X509Certificate2 certificate, params IReadOnlyList<Reply> script) => new(script, certificate);

    /// <summary>Completes once this many requests have arrived.</summary>
    /// <exception cref="TimeoutException">They did not arrive within 30 s of real time.</exception>
    public async Task RequestArrivedAsync(int number)
    {
        var arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_heads.Count >= number)
            {
                return;
            }

            _arrivals.Add((number, arrival));
        }

        await arrival.Task.WaitAsync(Patience);
    }

    /// <summary>Completes once the client has left every connection that it has made so far.</summary>
    /// <exception cref="TimeoutException">It still held one after 30 s of real time.</exception>
    public async Task DisconnectedAsync()
    {
        Task[] connections;
        lock (_lock)
        {
            connections = [.. _connections];
        }

        await Task.WhenAll(connections).WaitAsync(Patience);
    }

    /// <summary>Ends the listener and every connection, stalled ones too.</summary>
    /// <exception cref="AggregateException">The server itself failed at some point: what the test saw proves nothing.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections);
        _stopping.Dispose();
        if (_faults.Count > 0)
        {
            throw new AggregateException("The scripted server failed.", _faults);
        }
    }

    private async Task AcceptAsync()
    {
        await GuardAsync(async () =>
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                socket.NoDelay = true;
                var connection = ServeAsync(socket);
                lock (_lock)
                {
                    _connections.Add(connection);
                }
            }
        });
    }

    private async Task ServeAsync(Socket socket)
    {
        await GuardAsync(async () =>
        {
            using var _ = socket;
            try
            {
                using var connection = new ScriptedConnection(socket, await SecuredAsync(new NetworkStream(socket)));
                while (!connection.IsOver && await connection.ReadRequestAsync(_stopping.Token) is { } head)
                {
                    await Next(head).PlayAsync(connection, _stopping.Token);
                }
            }
            catch (Exception left) when (left is SocketException or IOException { InnerException: SocketException })
            {
                // The client has left, as tests of timeouts and cancellation mean it to.
            }
        });
    }

    private async Task<Stream> SecuredAsync(Stream plain)
    {
        if (_certificate is null)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return tls;
    }

    private Reply Next(string head)
    {
        lock (_lock)
        {
            _heads.Add(head);
            foreach (var (_, arrival) in _arrivals.Where(waiting => _heads.Count >= waiting.Number))
            {
                arrival.TrySetResult();
            }

            return _heads.Count <= _script.Count
                ? _script[_heads.Count - 1]
                : Reply.Status(500, "script exhausted", ("Content-Type", "text/plain"));
        }
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The server is being disposed.
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _faults.Add(exception);
            }
        }
    }
}
