using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace KnowledgeBaseClient.Fleet.Proof;

internal sealed class PostgresServer : StorageServer
{
    private const string Installations = "/usr/lib/postgresql";

    // PostgreSQL refuses to run as root.
    private static readonly string[] AsPostgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"];

    // Only the silos are killed, so nothing has to reach the disk.
    private static readonly string[] Settings = ["fsync=off", "full_page_writes=off", "max_connections=400", "unix_socket_directories="];

    private PostgresServer(string directory, int port)
        : base(
            directory,
            port,
            "INT",
            [
                .. Prefix,
                BinaryOf("postgres"),
                "-D",
                DataOf(directory),
                "-h",
                "127.0.0.1",
                "-p",
                port.ToString(CultureInfo.InvariantCulture),
                .. Settings.SelectMany(setting => new[] { "-c", setting }),
            ])
    {
    }

    public override StorageKind Kind => StorageKind.Postgres;

    public override string ConnectionString =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres");

    private static string[] Prefix => Environment.IsPrivilegedProcess ? AsPostgres : [];

    public static async Task<PostgresServer> CreateAsync(string directory, int port, CancellationToken cancellationToken)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(["chown", "postgres", directory], cancellationToken);
        }

        await RunAsync(
            [.. Prefix, BinaryOf("initdb"), "-D", DataOf(directory), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"],
            cancellationToken);
        return new PostgresServer(directory, port);
    }

    // Creates the schema with the first connection.
    protected override async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        using var stream = typeof(PostgresServer).Assembly.GetManifestResourceStream("postgresql.sql")!;
        using var reader = new StreamReader(stream);

        // The statements within the script have parameters of their own, which are not those of this command.
        await using var command = new NpgsqlCommand(await reader.ReadToEndAsync(cancellationToken), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string DataOf(string directory) => Path.Combine(directory, "data");

    // The newest version.
    private static string BinaryOf(string name) =>
        System.IO.Directory.Exists(Installations)
        && System.IO.Directory.GetDirectories(Installations).OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)
            .LastOrDefault(path => File.Exists(Path.Combine(path, "bin", name))) is { } version
            ? Path.Combine(version, "bin", name)
            : name;

    private static async Task RunAsync(string[] command, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} failed: {errors}");
        }
    }
}
