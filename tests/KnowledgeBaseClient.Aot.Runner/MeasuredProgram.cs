using System.Diagnostics;
using System.Globalization;

namespace KnowledgeBaseClient.Aot.Runner;

/// <summary>A published program, run under GNU time: .NET does not report the memory of a program that has ended.</summary>
internal sealed class MeasuredProgram(string path) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _report = Path.GetTempFileName();

    public string Name => Path.GetFileName(path);

    /// <summary>Gets the size in MB of all files that the program needs.</summary>
    public double Size => Directory.EnumerateFiles(Path.GetDirectoryName(path)!)
        .Where(file => Path.GetExtension(file) is not (".pdb" or ".dbg" or ".xml"))
        .Sum(file => new FileInfo(file).Length) / 1e6;

    /// <summary>Runs the program and returns its exit code, its peak memory in MB, and what it printed.</summary>
    public async Task<(int ExitCode, double PeakMemory, string Output)> RunAsync(
        IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/time", ["--format=%M", $"--output={_report}", "--quiet", path, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Limit);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            var kibibytes = long.Parse(await File.ReadAllTextAsync(_report, CancellationToken.None), CultureInfo.InvariantCulture);
            return (process.ExitCode, kibibytes * 1024 / 1e6, output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => File.Delete(_report);
}
