using System.Diagnostics;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Sends as many requests as the budget allows, and kills silos meanwhile.</summary>
internal static class BudgetProof
{
    private const int Rate = 50;
    private const int FewRuns = 3;

    // The silo that holds the budget is unknown, so all but one are killed in turn.
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(20);

    public static async Task<ProofResult> RunAsync(StorageServer storage, ProofOptions options, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(
            storage, options.LargeCluster, new RunSchedule(FewRuns, options.Duration), cancellationToken, Rate);
        await Task.WhenAll(cluster.Replicas.Select(replica => replica.SendAsync("ask", true)));
        await Task.Delay(Phase, cancellationToken);
        var beforeKill = cluster.Service.Requests.Count;
        var survivor = cluster.Replicas[^1];
        foreach (var replica in cluster.Replicas.Except([survivor]))
        {
            replica.Kill();
            await Task.Delay(Phase, cancellationToken);
        }

        await survivor.SendAsync("stop", true);
        var report = await cluster.SumAsync("asked", [survivor]);

        var times = cluster.Service.Requests.Select(request => request.Timestamp).Order().ToList();
        var (aligned, sliding) = (MaxAligned(times), MaxSliding(times));
        var last = times.Count(time => Stopwatch.GetElapsedTime(time, times[^1]) < TimeSpan.FromSeconds(1));
        var result = new ProofResult();
        result.Add($"silos {options.LargeCluster}, allowed {Rate} per second, requests {times.Count}, before the first kill {beforeKill}");
        result.Add($"most in an aligned second {aligned}, in any second {sliding}, in the last second {last}, failed {report.Lost}");
        result.Aim($"no second has more than {Rate} requests", aligned <= Rate && sliding <= Rate);
        result.Aim("the survivor uses the budget", last > Rate / 2);
        result.Aim($"no request fails ({report.FirstError})", report.Lost == 0);
        return result;
    }

    private static int MaxAligned(List<long> times) => times.CountBy(time => time / Stopwatch.Frequency).Max(second => second.Value);

    // In each second that begins with a request.
    private static int MaxSliding(List<long> times)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < times.Count; last++)
        {
            while (times[last] - times[first] >= Stopwatch.Frequency)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
