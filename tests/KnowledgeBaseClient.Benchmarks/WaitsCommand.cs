using System.Globalization;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// What a great many waits on one knowledge base cost: as many callers wait for a run of their own, the runs end one after the other over ten minutes of
/// a fake clock, and every request is counted.
/// </summary>
internal static class WaitsCommand
{
    private const int DefaultCount = 10_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var count = arguments is ["--count", var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0
            ? given
            : arguments.Length == 0 ? DefaultCount : 0;
        if (count == 0)
        {
            Console.Error.WriteLine("usage: waits [--count N], with N at least 1");
            return 2;
        }

        var clock = new PausingClock();
        using var service = new ScheduledRuns(count, clock);
        using var client = new RunsClient(
            new KnowledgeBaseClientOptions { ApiKey = "benchmark", BaseAddress = new Uri("http://localhost") }, service, timeProvider: clock);

        var waiting = GC.GetTotalAllocatedBytes(precise: true);
        var waits = service.Ids.Select(id => client.WaitForCompletionAsync("kb", id)).ToArray();
        waiting = GC.GetTotalAllocatedBytes(precise: true) - waiting;

        var polling = GC.GetTotalAllocatedBytes(precise: true);
        var all = Task.WhenAll(waits);
        await clock.RunUntilAsync(all);
        polling = GC.GetTotalAllocatedBytes(precise: true) - polling - service.Allocated;

        var ended = (await all).Count(run => run.Status.IsTerminal);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"waits {count}, ended {ended}, polls {service.Polls}, requests {service.Requests}, naive requests {service.NaiveRequests}, "
            + $"bytes allocated per waiter {waiting / count}, per poll {polling / Math.Max(1, service.Polls)}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"most requests in a poll {service.MostRequestsInAPoll}, allowed then {service.AllowedThen}, polls over what is allowed {service.PollsOver}, "
            + $"most threads {service.MostThreads}"));
        return ended == count && service.PollsOver == 0 ? 0 : 1;
    }
}
