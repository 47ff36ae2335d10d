namespace KnowledgeBaseClient;

// Estimates the time that a run has left from its last progress changes.
internal sealed class ProgressEstimator
{
    private const int MaxSamples = 8;
    private const int CompletePercent = 100;

    private readonly Queue<(TimeSpan At, int Progress)> _samples = new();
    private (TimeSpan At, int Progress) _last = (TimeSpan.Zero, -1);

    // Null until two samples with different progress exist.
    public TimeSpan? Add(TimeSpan at, RunSummary run)
    {
        if (run.Status != RunStatus.Running || run.Progress < _last.Progress)
        {
            _samples.Clear();
            _last = (at, -1);
        }

        if (run.Status == RunStatus.Running && run.Progress > _last.Progress)
        {
            _last = (at, run.Progress);
            _samples.Enqueue(_last);
            if (_samples.Count > MaxSamples)
            {
                _samples.Dequeue();
            }
        }

        return TimeLeft(at);
    }

    private TimeSpan? TimeLeft(TimeSpan at)
    {
        if (_samples.Count < 2 || _last.Progress >= CompletePercent)
        {
            return null;
        }

        var (firstAt, firstProgress) = _samples.Peek();
        var perPercent = (_last.At - firstAt) / (_last.Progress - firstProgress);
        var left = (perPercent * (CompletePercent - _last.Progress)) - (at - _last.At);
        return TimeSpans.Max(left, TimeSpan.Zero);
    }
}
