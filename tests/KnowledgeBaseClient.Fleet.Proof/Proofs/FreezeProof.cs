using System.Diagnostics;

namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Freezes a silo that delivers durable waits for so long that the others declare it dead.</summary>
internal static class FreezeProof
{
    private static readonly TimeSpan FrozenTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    // A silo that was declared dead ends once it is awake. Until then it may deliver out of order.
    private static readonly TimeSpan MaxEnd = TimeSpan.FromSeconds(30);

    public static async Task<ProofResult> RunAsync(StorageServer storage, ProofOptions options, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.StartAsync(
            storage, options.LargeCluster, new RunSchedule(options.Waits, options.Duration), cancellationToken);
        await cluster.SendShareAsync("register");
        await Task.WhenAll(cluster.Replicas.Select(replica => replica.ReceiveAsync<bool>("registered", cancellationToken)));
        cluster.Service.Schedule.Start();
        await cluster.UntilAsync(() => cluster.Deliveries.Count >= options.Waits / 4, Timeout);

        var number = cluster.Deliveries.Last().Replica;
        var frozen = cluster.Replicas.Single(replica => replica.Number == number);
        frozen.Freeze();
        await Task.Delay(FrozenTime, cancellationToken);
        frozen.Thaw();
        var thawedAt = Stopwatch.GetTimestamp();
        var hasEnded = await cluster.UntilAsync(() => !frozen.IsRunning, MaxEnd);
        var end = Stopwatch.GetElapsedTime(thawedAt);
        await cluster.UntilAsync(() => new Deliveries(cluster.Deliveries).Delivered == options.Waits, Timeout);

        var result = new ProofResult();
        result.Add($"silos {options.LargeCluster}, waits {options.Waits}, frozen {FrozenTime.TotalSeconds} s");
        result.Add($"{(hasEnded ? $"ended {end.TotalSeconds:0.0} s after that with exit code {frozen.ExitCode}" : "did not end")}");
        result.Aim("a silo that was declared dead stops its host", hasEnded && frozen.ExitCode == 1);
        new Deliveries(cluster.Deliveries).AddTo(result, options.Waits);
        return result;
    }
}
