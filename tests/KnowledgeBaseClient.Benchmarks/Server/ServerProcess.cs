using System.Diagnostics;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The server in a second process of this program, so that its memory and CPU time are not counted as the client's.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        }

        start.ArgumentList.Add(ServeCommand.Name);
        var process = Process.Start(start)!;
        return Uri.TryCreate(await process.StandardOutput.ReadLineAsync(), UriKind.Absolute, out var address)
            ? new ServerProcess(process, address)
            : throw new InvalidOperationException("The server process did not start.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
