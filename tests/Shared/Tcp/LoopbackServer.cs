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
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Responder _respond;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _disposed;

    /// <summary>Starts a server, for HTTPS if there is a certificate.</summary>
    public LoopbackServer(Responder respond, X509Certificate2? certificate = null)
    {
        (_respond, _certificate) = (respond, certificate);
        _listener.Start();
        BaseAddress = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri BaseAddress { get; }

    /// <summary>Completes when the client has closed every connection that it has opened so far.</summary>
    /// <exception cref="TimeoutException">A connection was still open after 30 s of real time.</exception>
    public Task DisconnectedAsync() => Task.WhenAll(Connections()).OrTimeout();

    /// <summary>Stops the listener and ends every connection, including stalled ones.</summary>
    /// <exception cref="AggregateException">The server itself failed, so the results of the test are not valid.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(Connections());
        _stopping.Dispose();
        if (_failures.Count > 0)
        {
            throw new AggregateException("The loopback server failed.", _failures);
        }
    }

    private Task[] Connections()
    {
        lock (_lock)
        {
            return [.. _connections];
        }
    }

    private Task AcceptAsync() => GuardAsync(async () =>
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(_stopping.Token);
            socket.NoDelay = true;
            lock (_lock)
            {
                _connections.RemoveWhere(connection => connection.IsCompleted);
                _connections.Add(ServeAsync(socket));
            }
        }
    });

    private Task ServeAsync(Socket socket) => GuardAsync(async () =>
    {
        // Return to AcceptAsync, so that the connection is registered before the client can receive a response.
        await Task.Yield();
        using var _ = socket;
        try
        {
            using var connection = new LoopbackConnection(socket, await EncryptAsync(new NetworkStream(socket)));
            while (!connection.IsEnded && await connection.ReadRequestAsync(_stopping.Token))
            {
                await _respond(connection.Request).PlayAsync(connection, _stopping.Token);
            }
        }
        catch (Exception exception) when (HasClientLeft(exception))
        {
            // As in tests of timeouts and cancellation.
        }
    });

    // A client that rejects the certificate leaves during or right after the handshake.
    private bool HasClientLeft(Exception exception) =>
        exception is SocketException or IOException { InnerException: SocketException }
        || (_certificate is not null && exception is (AuthenticationException or IOException));

    private async Task<Stream> EncryptAsync(Stream plain)
    {
        if (_certificate is null)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return tls;
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
                _failures.Add(exception);
            }
        }
    }
}
