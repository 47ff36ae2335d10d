using System.Diagnostics;
using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Uploads a large file over HTTP to a simulator in this process, and reports throughput and peak memory.</summary>
internal static class UploadCommand
{
    private const double DefaultGigabytes = 2;
    private const double MaxGigabytes = 1024;
    private const long WarmUpBytes = 64L << 20;

    // Client and server together.
    private const long MaxGrowth = 64L << 20;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var gigabytes = arguments switch
        {
            [] => DefaultGigabytes,
            ["--gigabytes", var text]
                when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => 0,
        };
        if (gigabytes is not (> 0 and <= MaxGigabytes))
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Usage: upload [--gigabytes N], where N is greater than 0 and at most {MaxGigabytes}."));
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("kb-upload-");
        try
        {
            return await MeasureAsync(Path.Combine(folder.FullName, "large.bin"), (long)(gigabytes * (1L << 30))) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> MeasureAsync(string path, long bytes)
    {
        using var server = KnowledgeBaseServer.Start();
        server.Simulator.KnowledgeBase("kb");
        using var client = server.CreateClient();
        await UploadAsync(client, server, path, WarmUpBytes);
        var before = PeakMemory();
        var start = Stopwatch.GetTimestamp();
        await UploadAsync(client, server, path, bytes);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var after = PeakMemory();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"upload bytes {bytes} seconds {seconds:F1}, {bytes / 1e6 / seconds:F0} MB/s; peak memory of client and server "
            + $"{after / 1e6:F0} MB, after the first {WarmUpBytes / 1e6:F0} MB {before / 1e6:F0} MB (growth at most "
            + $"{MaxGrowth / 1e6:F0} MB)"));
        return after - before <= MaxGrowth;
    }

    // A sparse file, which takes no space on the disk.
    private static async Task UploadAsync(RunsClient client, KnowledgeBaseServer server, string path, long bytes)
    {
        await using (var file = File.Create(path))
        {
            file.SetLength(bytes);
        }

        await client.UploadAsync("kb", [DocumentUpload.FromFile(path)]);
        if (server.Simulator.KnowledgeBase("kb").Documents[^1].Length != bytes)
        {
            throw new InvalidOperationException("The document arrived with another length.");
        }
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
