using System.Diagnostics;
using System.Globalization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Measures what listeners of traces and metrics cost: a list of one run and a poll without changes, alternately with and without them.
/// </summary>
internal static class TelemetryCommand
{
    private const int Rounds = 31;
    private const int Operations = 300;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            Console.Error.WriteLine("Usage: telemetry");
            return 2;
        }

        using var server = await ServerProcess.StartAsync();
        using var clients = new Clients(server.Address);
        await CompareAsync("list", async () => await clients.Library.ListAsync(RunsSize.Small.Name));

        await using var watch = new UnchangedWatch(clients.Options, RunsSize.Small);
        await CompareAsync("poll", watch.PollAsync);
        return 0;
    }

    private static async Task CompareAsync(string name, Func<Task> operation)
    {
        await MeasureAsync(operation);
        var (times, without, with) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var baseline = await MeasureAsync(operation);
            using var listeners = new Listeners();
            var observed = await MeasureAsync(operation);
            times.Add(observed.Milliseconds / baseline.Milliseconds);
            without.Add(baseline.Bytes);
            with.Add(observed.Bytes);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"telemetry {name}: time with listeners / without {Distribution.Of(times)}, bytes without {Distribution.Of(without).Median:0}, "
            + $"with {Distribution.Of(with).Median:0}"));
    }

    private static async Task<(double Milliseconds, double Bytes)> MeasureAsync(Func<Task> operation)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Operations; i++)
        {
            await operation();
        }

        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return (milliseconds, (GC.GetTotalAllocatedBytes(precise: true) - bytes) / (double)Operations);
    }
}
