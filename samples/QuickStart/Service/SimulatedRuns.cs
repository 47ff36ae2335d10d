using System.Text.Json;
using KnowledgeBaseClient;

namespace QuickStart.Service;

/// <summary>The runs of the simulated service: one in each documented status. Queued and running ones advance with each request.</summary>
internal sealed class SimulatedRuns
{
    private const int ProgressPerRequest = 17;

    private List<Run> _runs = Load();

    /// <summary>Returns the current runs, then advances them by one step.</summary>
    public IEnumerable<Run> Next()
    {
        var current = _runs;
        _runs = [.. _runs.Select(Advance)];
        return current;
    }

    private static List<Run> Load()
    {
        using var stream = typeof(SimulatedRuns).Assembly.GetManifestResourceStream("all-statuses.json")!;
        return JsonSerializer.Deserialize(stream, QuickStartJsonContext.Default.ListRun)!;
    }

    private static Run Advance(Run run)
    {
        if (run.Status == RunStatus.Queued)
        {
            return run with { Status = RunStatus.Running, ProgressDetails = DetailsAt(run, 0) };
        }

        if (run.Status != RunStatus.Running)
        {
            return run;
        }

        var progress = Math.Min(run.Progress + ProgressPerRequest, 100);
        run = run with { Progress = progress, ProgressDetails = DetailsAt(run, progress) };
        return progress < 100 ? run : run with { Status = RunStatus.Completed, FinishedAt = run.CreatedAt?.AddMinutes(5) };
    }

    private static ProgressDetails DetailsAt(Run run, int progress)
    {
        string[] nodeIds = [.. WorkflowNodes.GetNames(run).Keys];
        var executed = nodeIds.Length * progress / 100;
        return new ProgressDetails
        {
            ExecutedNodes = nodeIds[..executed],
            RunningNodes = [.. nodeIds.Skip(executed).Take(1)],
            RemainingNodes = [.. nodeIds.Skip(executed + 1)],
            TotalProgress = progress,
        };
    }
}
