using System.Diagnostics;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Kills all silos while durable waits are open, and starts others on other endpoints with the same storage.</summary>
internal static class RestartProof
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    public static async Task<ProofResult> RunAsync(StorageServer storage, ProofOptions options, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(
            storage, options.LargeCluster, new RunSchedule(options.Waits, options.Duration), cancellationToken);
        var start = Stopwatch.GetTimestamp();
        await cluster.SendShareAsync("register");
        await Task.WhenAll(cluster.Replicas.Select(replica => replica.ReceiveAsync<bool>("registered", cancellationToken)));
        var registration = Stopwatch.GetElapsedTime(start);
        cluster.Service.Schedule.Start();
        await cluster.UntilAsync(() => cluster.Deliveries.Count >= options.Waits / 4, Timeout);

        foreach (var replica in cluster.Replicas)
        {
            replica.Kill();
        }

        await Task.WhenAll(cluster.Replicas.Select(replica => replica.Exited));
        var before = new Deliveries(cluster.Deliveries).Delivered;
        var killedAt = Stopwatch.GetTimestamp();
        await cluster.StartReplicasAsync(options.LargeCluster);
        await cluster.UntilAsync(() => cluster.FirstRequestAfter(killedAt, cluster.Replicas) is not null, Timeout);
        var gap = cluster.FirstRequestAfter(killedAt, cluster.Replicas) ?? Timeout;
        await cluster.UntilAsync(() => new Deliveries(cluster.Deliveries).Delivered == options.Waits, Timeout);

        var result = new ProofResult();
        result.Add($"silos {options.LargeCluster}, waits {options.Waits}, registered in {registration.TotalSeconds:0.0} s");
        result.Add($"delivered before {before}, first poll after {gap.TotalSeconds:0.0} s");
        new Deliveries(cluster.Deliveries).AddTo(result, options.Waits);
        return result;
    }
}
