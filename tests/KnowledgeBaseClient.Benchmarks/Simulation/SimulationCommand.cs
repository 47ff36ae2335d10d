using System.Diagnostics;
using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Measures in real time what the simulator takes for an hour: one wait, and ten thousand runs.</summary>
internal static class SimulationCommand
{
    private const int Batches = 60;
    private const int RunsPerBatch = 167;

    public static async Task<int> RunAsync()
    {
        var wait = await MeasureAsync("one wait of an hour, in ms", 15, limit: 50, WaitForAnHourAsync);
        var runs = await MeasureAsync("10,020 runs in an hour, in ms", 5, limit: 5_000, WaitForBatchesAsync);
        return wait && runs ? 0 : 1;
    }

    // The first repetitions compile the code, and are not counted.
    private static async Task<bool> MeasureAsync(string name, int repetitions, double limit, Func<Task<KnowledgeBaseSimulator>> run)
    {
        var requests = 0;
        var times = new List<double>();
        for (var repetition = -repetitions; repetition < repetitions; repetition++)
        {
            var start = Stopwatch.GetTimestamp();
            requests = (await run()).RequestCount;
            if (repetition >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        times.Sort();
        var median = times[repetitions / 2];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"simulation {name}: {median:F0} (median of {repetitions}, {times[0]:F0} to {times[^1]:F0}; at most {limit:F0}), "
            + $"requests {requests}"));
        return median < limit;
    }

    private static async Task<KnowledgeBaseSimulator> WaitForAnHourAsync()
    {
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("kb").AddRun(RunScript
            .Queued(TimeSpan.FromMinutes(5))
            .Running(to: 60, over: TimeSpan.FromMinutes(30), nodes: ["load", "ocr"])
            .Running(over: TimeSpan.FromMinutes(25), nodes: ["embed"])
            .Completed());
        using var client = simulator.CreateClient();
        var run = await client.WaitForCompletionAsync("kb", runId);
        return run.Duration == TimeSpan.FromHours(1) ? simulator : throw new InvalidOperationException($"Unexpected: {run}.");
    }

    // An upload every minute, whose runs take up to five minutes, and a wait for each upload.
    private static async Task<KnowledgeBaseSimulator> WaitForBatchesAsync()
    {
        var simulator = new KnowledgeBaseSimulator();
        using var client = simulator.CreateClient();
        var waits = new List<Task<IReadOnlyList<Run>>>();
        for (var batch = 0; batch < Batches; batch++)
        {
            var runIds = simulator.KnowledgeBase("kb").AddRandomRuns(RunsPerBatch, within: TimeSpan.FromMinutes(5), seed: batch);
            waits.Add(client.WaitForAllAsync("kb", runIds));
            await Task.Delay(TimeSpan.FromMinutes(1), simulator.Clock);
        }

        var finished = await Task.WhenAll(waits);
        return finished.Sum(runs => runs.Count) == Batches * RunsPerBatch
            ? simulator
            : throw new InvalidOperationException("A run was lost.");
    }
}
