using KnowledgeBaseClient.Testing;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Scripts of ingestion runs: log-normal durations around two minutes, and nodes that take different times.</summary>
internal static class RealisticRun
{
    private const double MedianSeconds = 120;
    private const double Sigma = 0.5;
    private const double MaxQueuedSeconds = 10;
    private const double FailedShare = 0.05;

    private static readonly string[] Nodes = ["load", "split", "summarize", "embed", "store"];

    public static RunScript Create(Random random)
    {
        var duration = MedianSeconds * Math.Exp(Sigma * Gaussian(random));
        double[] weights = [.. Nodes.Select(_ => 0.5 + random.NextDouble())];
        var failingNode = random.NextDouble() < FailedShare ? random.Next(Nodes.Length) : Nodes.Length;
        var script = RunScript.Queued(TimeSpan.FromSeconds(1 + (random.NextDouble() * (MaxQueuedSeconds - 1))));
        for (var node = 0; node < Math.Min(failingNode + 1, Nodes.Length); node++)
        {
            var time = TimeSpan.FromSeconds(duration * weights[node] / weights.Sum());
            script = script.Running(100 * (node + 1) / Nodes.Length, time, [Nodes[node]]);
        }

        return failingNode < Nodes.Length ? script.Failed("simulated failure") : script.Completed();
    }

    // Box and Muller.
    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
