using System.Globalization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Reads a list of several gigabytes run by run and reports throughput and peak memory.</summary>
internal static class StreamCommand
{
    private const double DefaultGigabytes = 4;
    private const double MaxGigabytes = 1024;

    // Lets the JIT compile and optimize the hot code.
    private const long WarmUpBytes = 64L << 20;

    // The baseline is slow, and its throughput does not depend on the size.
    private const long BaselineBytes = 256L << 20;
    private const int Rounds = 3;

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
                CultureInfo.InvariantCulture, $"Usage: stream [--gigabytes N], where N is greater than 0 and at most {MaxGigabytes}."));
            return 2;
        }

        using var server = await ServerProcess.StartAsync();
        using var clients = new Clients(server.Address);

        // This library goes first, because the peak memory of a process never decreases.
        await ReadAsync(clients.Library, WarmUpBytes);
        var library = await ReadAsync(clients.Library, (long)(gigabytes * (1L << 30)));
        Write(Approach.Library, library);

        await ReadAsync(clients.HandWritten, WarmUpBytes);
        var ratios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            library = await ReadAsync(clients.Library, BaselineBytes);
            var baseline = await ReadAsync(clients.HandWritten, BaselineBytes);
            ratios.Add(library.BytesPerSecond / baseline.BytesPerSecond);
            Write($"{Approach.HandWritten}, DeserializeAsyncEnumerable", baseline);
        }

        Console.WriteLine($"throughput relative to {Approach.HandWritten}, measured alternately: {Distribution.Of(ratios)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"throughput-ratio {Distribution.Of(ratios).Median:0.00}"));
        return 0;
    }

    private static Task<StreamReading> ReadAsync(RunsClient client, long bytes) =>
        StreamReading.OfAsync(client.StreamAsync(EndlessRuns.KnowledgeBaseId(bytes)), run => run.Id, bytes);

    private static Task<StreamReading> ReadAsync(HandWrittenClient client, long bytes) =>
        StreamReading.OfAsync(client.StreamAsync($"/v1/knowledge-bases/{EndlessRuns.KnowledgeBaseId(bytes)}/runs"), run => run.Id, bytes);

    private static void Write(string approach, StreamReading reading) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{approach}: {reading.Bytes / 1e9:0.00} GB, {reading.Runs} runs, {reading.BytesPerSecond / 1e6:0} MB/s, "
        + $"peak memory of the process {reading.PeakWorkingSet / 1e6:0} MB, of the managed heap {reading.PeakHeap / 1e6:0} MB"));
}
