namespace KnowledgeBaseClient.Fleet.Proof;

/// <summary>Waits for the same runs with one silo and with several, and compares the requests.</summary>
internal static class RequestsProof
{
    private const double MaxRatio = 1.1;

    public static async Task<ProofResult> RunAsync(StorageServer storage, ProofOptions options, CancellationToken cancellationToken)
    {
        var result = new ProofResult();
        result.Add($"waits {options.Waits}");
        var reports = new List<WaitReport>();
        var ofOneProcess = 0;
        foreach (var silos in options.Silos.Prepend(1).Distinct().Order())
        {
            await using var cluster = await Cluster.StartAsync(
                storage, silos, new RunSchedule(options.Waits, options.Duration), cancellationToken);
            cluster.Service.Schedule.Start();
            await cluster.SendShareAsync("wait");
            var report = await cluster.SumAsync("waited", cluster.Replicas);
            reports.Add(report);

            var requests = cluster.Service.Requests.Count;
            var pollers = cluster.Service.Requests.Select(request => request.Replica).Distinct().Count();
            ofOneProcess = silos == 1 ? requests : ofOneProcess;
            var ratio = (double)requests / ofOneProcess;
            result.Add($"silos {silos}: requests {requests} = {ratio:0.00}, by {pollers}");
            result.Add($"delay p50 {report.Delay(0.5):0.00} s p95 {report.Delay(0.95):0.00} s");
            result.Aim($"{silos} silos send at most {MaxRatio} times the requests of one process", ratio <= MaxRatio);
        }

        result.Add(WaitReport.Sum(reports));
        return result;
    }
}
