using System.Diagnostics;
using System.Net.Sockets;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>A private PostgreSQL or Redis on a loopback port, with its data in a temporary directory.</summary>
internal abstract class StorageServer : IAsyncDisposable
{
    // Ends the server and deletes its data when this program ends, however it does: then the standard input ends.
    private const string Guard =
        """
        directory=$1 signal=$2
        shift 2
        trap '' INT TERM HUP
        "$@" >"$directory/server.log" 2>&1 &
        read -r _
        kill -s "$signal" $!
        wait $!
        rm -rf "$directory"
        """;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _guard;

    protected StorageServer(string directory, int port, string stopSignal, params IEnumerable<string> command)
    {
        Directory = directory;
        Port = port;
        _guard = Process.Start(new ProcessStartInfo("sh", ["-c", Guard, "sh", directory, stopSignal, .. command])
        {
            RedirectStandardInput = true,
        })!;
    }

    public abstract StorageKind Kind { get; }

    public abstract string ConnectionString { get; }

    protected string Directory { get; }

    protected int Port { get; }

    public static async Task<StorageServer> StartAsync(StorageKind kind, CancellationToken cancellationToken)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("fleet-proof-").FullName;
        var port = FreePorts.Find(1)[0];
        StorageServer server = kind == StorageKind.Redis
            ? new RedisServer(directory, port)
            : await PostgresServer.CreateAsync(directory, port, cancellationToken);
        try
        {
            await server.WaitUntilReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    protected virtual async Task ConnectAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port, cancellationToken);
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await ConnectAsync(cancellationToken);
                return;
            }
            catch (Exception failure) when (failure is SocketException or System.Data.Common.DbException)
            {
                if (Stopwatch.GetElapsedTime(start) > StartTimeout)
                {
                    var log = await File.ReadAllTextAsync(Path.Combine(Directory, "server.log"), cancellationToken);
                    throw new InvalidOperationException($"{Kind} does not accept connections. Its log: {log}", failure);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }
}
