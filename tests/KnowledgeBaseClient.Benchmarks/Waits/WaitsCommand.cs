using System.Globalization;
using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Measures many waits on one knowledge base. Each caller waits for its own run. The runs finish one after the other within ten minutes
/// of a fake clock, and every request is counted.
/// </summary>
internal static class WaitsCommand
{
    private const int DefaultCount = 10_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = arguments switch
        {
            [] => DefaultCount,
            ["--count", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => 0,
        };
        if (count == 0)
        {
            Console.Error.WriteLine("Usage: waits [--count N], where N is at least 1.");
            return 2;
        }

        var clock = new SimulationClock();
        var runs = new ScheduledRuns(count, clock);
        using var counter = new PollCounter(runs, clock);
        var options = new KnowledgeBaseClientOptions { ApiKey = "benchmark", BaseAddress = new Uri("http://localhost") };
        using var client = new RunsClient(options, counter, timeProvider: clock);

        var waiting = GC.GetTotalAllocatedBytes(precise: true);
        var waits = runs.Ids.Select(id => client.WaitForCompletionAsync("kb", id)).ToArray();
        waiting = GC.GetTotalAllocatedBytes(precise: true) - waiting;

        var polling = GC.GetTotalAllocatedBytes(precise: true);
        var all = Task.WhenAll(waits);
        await all;
        polling = GC.GetTotalAllocatedBytes(precise: true) - polling - counter.Allocated;

        var finished = (await all).Count(run => run.Status.IsTerminal);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"waits {count}, finished {finished}, polls {counter.Polls}, requests {counter.Requests}, "
            + $"naive requests {counter.NaiveRequests}, bytes received per poll {counter.Received / Math.Max(1, counter.Polls)}, "
            + $"bytes allocated per waiter {waiting / count}, per poll {polling / Math.Max(1, counter.Polls)}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"most requests in a poll {counter.MaxRequestsInAPoll}, allowed then {counter.AllowedThen}, "
            + $"polls over what is allowed {counter.PollsOver}, most threads {counter.MaxThreads}"));
        return finished == count && counter.PollsOver == 0 ? 0 : 1;
    }
}
