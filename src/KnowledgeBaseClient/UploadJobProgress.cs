namespace KnowledgeBaseClient;

// Combines the progress of an upload and of its waits, and calls the functions of the caller one at a time, as a single wait does.
// Thread-safe.
internal sealed class UploadJobProgress(
    IProgress<UploadAndWaitProgress>? receiver, IProgress<UploadProgress>? uploadReceiver, WaitOptions wait)
{
    private readonly object _lock = new();
    private readonly List<WaitProgress> _waits = [];
    private readonly Func<RunSummary, bool>? _until = wait.Until;
    private readonly IProgress<RunChange>? _changes = wait.Progress;
    private readonly IProgress<WaitProgress>? _overall = wait.OverallProgress;
    private UploadProgress _upload = new();

    public void Report(UploadProgress progress)
    {
        lock (_lock)
        {
            _upload = progress;
            uploadReceiver?.Report(progress);
            Report();
        }
    }

    // For one of the waits.
    public WaitOptions CreateWaitOptions(WaitOptions options, int runs)
    {
        int index;
        lock (_lock)
        {
            index = _waits.Count;
            _waits.Add(new WaitProgress { Total = runs });
        }

        var copy = options.Clone();
        copy.Until = _until is null ? null : IsDone;
        copy.Progress = _changes is null ? null : new SynchronousProgress<RunChange>(change => Call(() => _changes.Report(change)));
        copy.OverallProgress = new SynchronousProgress<WaitProgress>(progress => Call(() => Report(index, progress)));
        return copy;
    }

    private void Report(int index, WaitProgress progress)
    {
        _waits[index] = progress;
        _overall?.Report(Total());
        Report();
    }

    private void Report() => receiver?.Report(new UploadAndWaitProgress { Upload = _upload, Wait = Total() });

    private bool IsDone(RunSummary run)
    {
        lock (_lock)
        {
            return _until!(run);
        }
    }

    private void Call(Action function)
    {
        lock (_lock)
        {
            function();
        }
    }

    private WaitProgress Total()
    {
        var total = _waits.Sum(wait => wait.Total);
        return new WaitProgress
        {
            Total = total,
            Completed = _waits.Sum(wait => wait.Completed),
            Failed = _waits.Sum(wait => wait.Failed),
            Stopped = _waits.Sum(wait => wait.Stopped),
            Running = _waits.Sum(wait => wait.Running),
            Queued = _waits.Sum(wait => wait.Queued),
            AwaitingHumanFeedback = _waits.Sum(wait => wait.AwaitingHumanFeedback),
            Percent = total == 0 ? 0 : _waits.Sum(wait => wait.Percent * wait.Total) / total,
            TimeLeft = _waits.Max(wait => wait.TimeLeft),
        };
    }
}
