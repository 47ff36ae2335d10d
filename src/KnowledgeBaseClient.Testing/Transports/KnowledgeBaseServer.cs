using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using WireMock.Logging;
using WireMock.RequestBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace KnowledgeBaseClient.Testing;

/// <summary>Serves a <see cref="KnowledgeBaseSimulator"/> over real HTTP on a loopback port. Thread-safe.</summary>
/// <remarks>It can be stopped and started again: its simulator keeps its runs, faults and requests.</remarks>
public sealed class KnowledgeBaseServer : IDisposable
{
    private readonly object _lock = new();
    private WireMockServer? _server;
    private CancellationTokenSource _stopping = new();
    private bool _isDisposed;

    private KnowledgeBaseServer(KnowledgeBaseSimulator simulator, int port)
    {
        Simulator = simulator;
        BaseAddress = AddressOf(port);
        Restart();
    }

    /// <summary>Gets the simulator that responds to the requests.</summary>
    public KnowledgeBaseSimulator Simulator { get; }

    /// <summary>Gets the base address to configure a client with.</summary>
    /// <value>An <c>http</c> address on 127.0.0.1 with a trailing slash. It stays the same after a restart.</value>
    public Uri BaseAddress { get; private set; }

    /// <summary>Gets an API key that the simulator accepts.</summary>
    public string ApiKey => Simulator.ApiKey ?? KnowledgeBaseSimulator.DefaultApiKey;

    /// <summary>Starts a server. It accepts requests when this method returns.</summary>
    /// <param name="simulator">
    /// The simulator to serve; null for a new one on the system clock. A clock that skips time suits only clients on the same clock: for
    /// other programs, create the simulator with <see cref="TimeProvider.System"/>.
    /// </param>
    /// <param name="port">The port on 127.0.0.1; zero for a free one.</param>
    /// <returns>The running server. The caller must dispose it.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="port"/> is not from 0 to 65535.</exception>
    /// <exception cref="InvalidOperationException">The port is in use.</exception>
    public static KnowledgeBaseServer Start(KnowledgeBaseSimulator? simulator = null, int port = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        return new KnowledgeBaseServer(simulator ?? new KnowledgeBaseSimulator(TimeProvider.System), port);
    }

    /// <summary>Creates a client of this server, on the simulator's clock.</summary>
    /// <param name="configure">Changes the options of the client; null for the default options.</param>
    /// <returns>A client. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">The options are invalid.</exception>
    public RunsClient CreateClient(Action<KnowledgeBaseClientOptions>? configure = null)
    {
        var options = new KnowledgeBaseClientOptions { ApiKey = ApiKey, BaseAddress = BaseAddress };
        configure?.Invoke(options);
        return new RunsClient(options, timeProvider: Simulator.Clock);
    }

    /// <summary>Stops the server and ends its connections, also those that wait for a response. Does nothing if it is stopped.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _stopping.Cancel();
            _server?.Stop();
            _server?.Dispose();
            _server = null;
        }
    }

    /// <summary>Starts the server again on the same port. Does nothing if it is running.</summary>
    /// <exception cref="InvalidOperationException">The port is in use.</exception>
    /// <exception cref="ObjectDisposedException">The server was disposed.</exception>
    public void Restart()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_server is null)
            {
                _server = Listen();
                BaseAddress = AddressOf(_server.Port);
            }
        }
    }

    /// <summary>Stops the server and frees its port. Calling it again does nothing.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Stop();
        }
    }

    private static Uri AddressOf(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));

    private WireMockServer Listen()
    {
        ThrowIfPortIsInUse();
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
        var kestrel = new KestrelResponder(Simulator, _stopping.Token);
        var server = WireMockServer.Start(new WireMockServerSettings
        {
            Urls = [BaseAddress.GetLeftPart(UriPartial.Authority)],
            Logger = new WireMockNullLogger(),
            MaxRequestLogCount = 0,
            DisableJsonBodyParsing = true,
            DisableRequestBodyDecompressing = true,
            DisableDeserializeFormUrlEncoded = true,
            PreWireMockMiddlewareInit = application => ((IApplicationBuilder)application).Use((context, next) =>
                KestrelResponder.Handles(context.Request) ? kestrel.RespondAsync(context) : next(context)),
        });
        server.Given(Request.Create().WithPath(_ => true).UsingAnyMethod()).RespondWith(new WireMockResponder(Simulator, kestrel));
        return server;
    }

    // WireMock reports a port in use only after ten seconds.
    private void ThrowIfPortIsInUse()
    {
        try
        {
            using var probe = new TcpListener(System.Net.IPAddress.Loopback, BaseAddress.Port);
            probe.Start();
        }
        catch (SocketException error)
        {
            throw new InvalidOperationException(
                $"Port {BaseAddress.Port} on 127.0.0.1 is in use: pass another port, or zero for a free one.", error);
        }
    }
}
