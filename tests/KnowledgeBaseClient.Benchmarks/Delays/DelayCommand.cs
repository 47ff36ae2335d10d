using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Measures, in simulated time, how long after the end of a run its wait is notified, and how many requests that takes.
/// </summary>
internal static class DelayCommand
{
    private static readonly (int Runs, int Repetitions)[] Sizes = [(1, 60), (4, 30), (100, 5), (10_000, 1)];

    private static readonly (string Name, PollingOptions Polling)[] Strategies =
    [
        ("fixed-1", Fixed(1)),
        ("fixed-5", Fixed(5)),
        ("fixed-15", Fixed(15)),
        ("polling", new PollingOptions { MaxEventStreams = 0 }),
        ("events", new PollingOptions()),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var maxRuns = arguments switch
        {
            [] => int.MaxValue,
            ["--max-runs", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => 0,
        };
        if (maxRuns == 0)
        {
            Console.Error.WriteLine("Usage: delay [--max-runs N], where N is at least 1.");
            return 2;
        }

        foreach (var (runs, repetitions) in Sizes.Where(size => size.Runs <= maxRuns))
        {
            foreach (var (name, polling) in Strategies)
            {
                Console.WriteLine($"delay runs {runs} strategy {name} {await MeasureAsync(runs, repetitions, polling)}");
            }
        }

        return 0;
    }

    private static PollingOptions Fixed(double seconds) => new()
    {
        InitialInterval = TimeSpan.FromSeconds(seconds),
        MaxInterval = TimeSpan.FromSeconds(seconds),
        MaxEventStreams = 0,
    };

    // The same runs for each strategy.
    private static async Task<string> MeasureAsync(int runs, int repetitions, PollingOptions polling)
    {
        var delays = new List<double>();
        var requests = 0;
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            requests += await WaitAsync(runs, (runs * 1000) + repetition, polling, delays);
        }

        delays.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"mean {delays.Average():0.00} p95 {delays[(int)(delays.Count * 0.95)]:0.00} "
            + $"requests {(double)requests / delays.Count:0.00##}");
    }

    // Returns the number of requests, with those for events.
    private static async Task<int> WaitAsync(int runs, int seed, PollingOptions polling, List<double> delays)
    {
        var random = new Random(seed);
        var simulator = new KnowledgeBaseSimulator();
        var ids = Enumerable.Range(0, runs).Select(_ => simulator.KnowledgeBase("kb").AddRun(RealisticRun.Create(random))).ToList();
        using var client = simulator.CreateClient(options => options.Polling = polling);

        // A wait that reports progress polls after each interval, whatever the runs are expected to do.
        var isFixed = polling.InitialInterval == polling.MaxInterval;
        var options = new WaitOptions { Progress = isFixed ? new SynchronousProgress<RunChange>(_ => { }) : null };
        await foreach (var run in client.WaitForEachAsync("kb", ids, options))
        {
            delays.Add((simulator.Clock.GetUtcNow() - run.FinishedAt!.Value).TotalSeconds);
        }

        return simulator.RequestCount;
    }
}
