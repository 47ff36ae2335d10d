using System.Globalization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>A list of gigabytes, read run by run: how fast, and how much memory that takes at most.</summary>
internal static class StreamCommand
{
    private const double DefaultGigabytes = 4;
    private const double MostGigabytes = 1024;

    // For the compiler to have seen what is hot.
    private const long WarmUpBytes = 64L << 20;

    // The other way is slow, and as slow with less.
    private const long BaselineBytes = 256L << 20;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var gigabytes = arguments switch
        {
            [] => DefaultGigabytes,
            ["--gigabytes", var text] when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var given) => given,
            _ => 0,
        };
        if (gigabytes is not (> 0 and <= MostGigabytes))
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"usage: stream [--gigabytes N], with N above 0 and at most {MostGigabytes}"));
            return 2;
        }

        using var server = await ServerProcess.StartAsync();
        using var clients = new Clients(server.Address);

        // This library goes first: the peak of a process is that of all it has done.
        await ReadAsync(clients.Library, WarmUpBytes);
        var own = await ReadAsync(clients.Library, (long)(gigabytes * (1L << 30)));
        Write(Way.Library, own);

        await ReadAsync(clients.HandWritten, WarmUpBytes);
        var ratios = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            own = await ReadAsync(clients.Library, BaselineBytes);
            var other = await ReadAsync(clients.HandWritten, BaselineBytes);
            ratios.Add(own.BytesPerSecond / other.BytesPerSecond);
            Write($"{Way.HandWritten}, DeserializeAsyncEnumerable", other);
        }

        Console.WriteLine($"throughput by that of {Way.HandWritten}, side by side: {Spread.Of(ratios)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"throughput-ratio {Spread.Of(ratios).Median:0.00}"));
        return 0;
    }

    private static Task<StreamReading> ReadAsync(RunsClient client, long bytes) =>
        StreamReading.OfAsync(client.StreamAsync(EndlessRuns.KnowledgeBaseId(bytes)), run => run.Id, bytes);

    private static Task<StreamReading> ReadAsync(HandWrittenClient client, long bytes) =>
        StreamReading.OfAsync(client.StreamAsync($"/v1/knowledge-bases/{EndlessRuns.KnowledgeBaseId(bytes)}/runs"), run => run.Id, bytes);

    private static void Write(string way, StreamReading reading) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{way}: {reading.Bytes / 1e9:0.00} GB, {reading.Runs} runs, {reading.BytesPerSecond / 1e6:0} MB/s, "
        + $"peak memory of the process {reading.PeakWorkingSet / 1e6:0} MB, of the managed heap {reading.PeakHeap / 1e6:0} MB"));
}
