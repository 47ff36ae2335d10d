namespace KnowledgeBaseClient;

// The last state of each run of one wait, as the caller has received it, for WaitOptions.OverallProgress. Not thread-safe.
internal sealed class WaitProgressTracker(int total)
{
    private readonly Dictionary<string, (RunSummary Run, bool IsDone)> _runs = new(StringComparer.Ordinal);
    private readonly ProgressEstimator _estimator = new();

    public void Add(RunSummary run, bool isDone) => _runs[run.Id] = (run, isDone);

    public WaitProgress ToProgress(TimeSpan now)
    {
        var percent = _runs.Values.Sum(state => state.IsDone ? 100.0 : Math.Clamp(state.Run.Progress, 0, 100)) / total;
        return new WaitProgress
        {
            Total = total,
            Completed = Count(RunStatusKind.Completed),
            Failed = Count(RunStatusKind.Failed),
            Stopped = Count(RunStatusKind.Stopped),
            Running = Count(RunStatusKind.Running),
            Queued = Count(RunStatusKind.Queued),
            AwaitingHumanFeedback = Count(RunStatusKind.AwaitingHumanFeedback),
            Percent = percent,
            TimeLeft = _estimator.Add(now, new RunSummary { Id = "", Status = RunStatus.Running, Progress = (int)percent }),
        };
    }

    private int Count(RunStatusKind kind) => _runs.Values.Count(state => state.Run.Status.Kind == kind);
}
