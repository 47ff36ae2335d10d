using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// A raw HTTP/1.1 server on a loopback port, for what a web framework hides: request targets exactly as sent, truncated responses,
/// stalls and resets. A responder creates the reply to each request.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly HashSet<Task> _connections = [];
    private readonly List<Exception> _failures = [];
    private readonly Responder _respond;
    private readonly X509Certificate2? _certificate;
    private CancellationTokenSource _stopping = new();
    private Socket _listener = Bind(0);
    private Task _accepting;
    private int _disposed;

    /// <summary>Starts a server, for HTTPS if there is a certificate.</summary>
    public LoopbackServer(Responder respond, X509Certificate2? certificate = null)
    {
        (_respond, _certificate) = (respond, certificate);
        BaseAddress = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/");
        _accepting = AcceptAsync(_stopping.Token);
    }

    public Uri BaseAddress { get; }

    /// <summary>Completes when the client has closed every connection that it has opened so far.</summary>
    /// <exception cref="TimeoutException">A connection was still open after 30 s of real time.</exception>
    public Task DisconnectedAsync() => Task.WhenAll(Connections()).OrTimeout();

    /// <summary>Stops the listener and resets every connection. Until <see cref="Start"/>, connections are refused.</summary>
    public async Task StopAsync()
    {
        await EndAsync();

        // Reserves the port: a socket that is bound but does not listen refuses connections.
        _listener = Bind(BaseAddress.Port);
    }

    /// <summary>Listens again on the same port, after <see cref="StopAsync"/>.</summary>
    public void Start()
    {
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
        _accepting = AcceptAsync(_stopping.Token);
    }

    /// <summary>Stops the listener and ends every connection, including stalled ones.</summary>
    /// <exception cref="AggregateException">The server itself failed, so the results of the test are not valid.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await EndAsync();
        _stopping.Dispose();
        if (_failures.Count > 0)
        {
            throw new AggregateException("The loopback server failed.", _failures);
        }
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }

    private async Task EndAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(Connections());
    }

    private Task[] Connections()
    {
        lock (_lock)
        {
            return [.. _connections];
        }
    }

    private Task AcceptAsync(CancellationToken stopping)
    {
        _listener.Listen();
        return GuardAsync(async () =>
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(stopping);
                socket.NoDelay = true;
                lock (_lock)
                {
                    _connections.RemoveWhere(connection => connection.IsCompleted);
                    _connections.Add(ServeAsync(socket, stopping));
                }
            }
        }, stopping);
    }

    private Task ServeAsync(Socket socket, CancellationToken stopping) => GuardAsync(async () =>
    {
        // Return to AcceptAsync, so that the connection is registered before the client can receive a response.
        await Task.Yield();
        using var _ = socket;
        try
        {
            using var connection = new LoopbackConnection(socket, await EncryptAsync(new NetworkStream(socket), stopping));
            while (!connection.IsEnded && await connection.ReadRequestAsync(stopping))
            {
                await _respond(connection.Request).PlayAsync(connection, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && _disposed == 0)
        {
            // Closing the socket now sends an RST.
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (HasClientLeft(exception))
        {
            // As in tests of timeouts and cancellation.
        }
    }, stopping);

    // A client that rejects the certificate leaves during or right after the handshake.
    private bool HasClientLeft(Exception exception) =>
        exception is SocketException or IOException { InnerException: SocketException }
        || (_certificate is not null && exception is (AuthenticationException or IOException));

    private async Task<Stream> EncryptAsync(Stream plain, CancellationToken stopping)
    {
        if (_certificate is null)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stopping);
        return tls;
    }

    private async Task GuardAsync(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server is being stopped.
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _failures.Add(exception);
            }
        }
    }
}
