namespace KnowledgeBaseClient;

// How fast a run progresses: from its progress over the last few changes of it.
internal sealed class ProgressEstimator
{
    private const int MostSamples = 8;
    private const int Done = 100;

    private readonly Queue<(TimeSpan At, int Progress)> _samples = new();
    private (TimeSpan At, int Progress) _last = (TimeSpan.Zero, -1);

    // Null while there is no slope to go by.
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
            if (_samples.Count > MostSamples)
            {
                _samples.Dequeue();
            }
        }

        return TimeLeft(at);
    }

    private TimeSpan? TimeLeft(TimeSpan at)
    {
        if (_samples.Count < 2 || _last.Progress >= Done)
        {
            return null;
        }

        var (firstAt, firstProgress) = _samples.Peek();
        var perPercent = (_last.At - firstAt) / (_last.Progress - firstProgress);
        var left = (perPercent * (Done - _last.Progress)) - (at - _last.At);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
