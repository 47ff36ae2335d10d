using System.Diagnostics;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Kills the silo that polls while waits are open on all silos.</summary>
internal static class KillProof
{
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static async Task<ProofResult> RunAsync(StorageServer storage, ProofOptions options, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(
            storage, options.LargeCluster, new RunSchedule(options.Waits, options.Duration), cancellationToken);
        cluster.Service.Schedule.Start();
        await cluster.SendShareAsync("wait");
        await Task.Delay(options.Duration / 3, cancellationToken);

        var poller = cluster.Replicas.Single(replica => replica.Number == cluster.Service.Requests.Last().Replica);
        var survivors = cluster.Replicas.Except([poller]).ToList();
        var killedAt = Stopwatch.GetTimestamp();
        poller.Kill();
        await cluster.UntilAsync(() => cluster.FirstRequestAfter(killedAt, survivors) is not null, Timeout);
        var gap = cluster.FirstRequestAfter(killedAt, survivors) ?? Timeout;
        var report = await cluster.SumAsync("waited", survivors);

        var result = new ProofResult();
        result.Add($"silos {options.LargeCluster}, waits {options.Waits}, waits of survivors {report.Delays.Count + report.Lost}");
        result.Add($"first poll by another after {gap.TotalSeconds:0.0} s, delay p95 {report.Delay(0.95):0.00} s");
        result.Aim($"another silo polls within {MaxGap.TotalSeconds} s", gap <= MaxGap);
        result.Add(report);
        return result;
    }
}
