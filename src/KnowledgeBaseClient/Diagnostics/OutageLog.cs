namespace KnowledgeBaseClient;

// Decides which failed polls of a knowledge base are logged: the first one of an outage, then one after intervals that double. An
// interruption shorter than the interval does not end an outage. Outlives its poller, so that the next wait does not warn again. Used by
// one poll at a time.
internal sealed class OutageLog(TimeProvider time)
{
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);

    private long? _lastWarning;
    private bool _hasWarned;

    // In a row.
    public int FailedPolls { get; private set; }

    public long FailingSince { get; private set; }

    public TimeSpan Duration => time.GetElapsedTime(FailingSince);

    // Until the next warning.
    public TimeSpan Interval { get; private set; }

    // Returns whether the failure is logged.
    public bool AddFailure(long pollStartedAt)
    {
        if (FailedPolls++ == 0)
        {
            (FailingSince, _hasWarned) = (pollStartedAt, false);
        }

        TimeSpan? sinceWarning = _lastWarning is { } last ? time.GetElapsedTime(last) : null;
        if (sinceWarning < Interval)
        {
            return false;
        }

        var isSameOutage = _hasWarned || sinceWarning < Interval * 2;
        Interval = !isSameOutage ? FirstInterval : Interval * 2 < MaxInterval ? Interval * 2 : MaxInterval;
        (_lastWarning, _hasWarned) = (time.GetTimestamp(), true);
        return true;
    }

    // Returns the number of failed polls if the recovery is logged, or else zero.
    public int AddSuccess()
    {
        var failedPolls = _hasWarned ? FailedPolls : 0;
        FailedPolls = 0;
        return failedPolls;
    }
}
