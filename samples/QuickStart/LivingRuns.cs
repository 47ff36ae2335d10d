using System.Text.Json;
using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>The stand-in's runs. Once started, those that have not ended go on a step each time they are asked for.</summary>
internal sealed class LivingRuns(string json)
{
    private const int Step = 17;

    private readonly object _lock = new();
    private List<Run> _runs = JsonSerializer.Deserialize(json, QuickStartJson.Default.ListRun)!;
    private bool _started;

    public void Start()
    {
        lock (_lock)
        {
            _started = true;
        }
    }

    public string Next()
    {
        lock (_lock)
        {
            _runs = _started ? [.. _runs.Select(GoOn)] : _runs;

            // What was not changed is written back as it was read.
            return JsonSerializer.Serialize(_runs, QuickStartJson.Default.ListRun);
        }
    }

    private static Run GoOn(Run run) =>
        run.Status == RunStatus.Queued ? run with { Status = RunStatus.Running, ProgressDetails = new ProgressDetails { RemainingNodes = NodesOf(run) } }
        : run.Status != RunStatus.Running ? run
        : run.Progress + Step >= 100 ? run with { Status = RunStatus.Completed, Progress = 100, ProgressDetails = At(run, 100), FinishedAt = run.CreatedAt?.AddMinutes(5) }
        : run with { Progress = run.Progress + Step, ProgressDetails = At(run, run.Progress + Step) };

    private static ProgressDetails At(Run run, int progress)
    {
        var nodes = NodesOf(run);
        var executed = nodes.Length * progress / 100;
        return new ProgressDetails
        {
            ExecutedNodes = nodes[..executed],
            RunningNodes = nodes[executed..Math.Min(executed + 1, nodes.Length)],
            RemainingNodes = nodes[Math.Min(executed + 1, nodes.Length)..],
            TotalProgress = progress,
        };
    }

    private static string[] NodesOf(Run run) => [.. NodeNames.Of(run).Keys];
}
