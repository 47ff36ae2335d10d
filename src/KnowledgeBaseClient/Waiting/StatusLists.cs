namespace KnowledgeBaseClient;

// Polls by status: lists all queued and all running runs, in two requests however many ids are open. That is done only while it is cheaper
// than by ids, in requests and in bytes, because the lists also contain runs that no subscription needs. Used by one poll at a time.
internal sealed class StatusLists(string knowledgeBaseId, RequestPlanner planner)
{
    private const int MinPausedPolls = 10;
    private const int MaxPausedPolls = 640;

    // With so many more requests to save, other runs of the lists have probably become runs of subscriptions.
    private const double WorthwhileGrowth = 1.5;

    // Queued first: a run that starts between the two requests is in the second list.
    private static readonly RunStatus[] Statuses = [RunStatus.Queued, RunStatus.Running];

    private int _pausedPolls;
    private int _savedRequests;
    private int _savedAtPause;
    private int _nextPause = MinPausedPolls;
    private int _throttledInARow;

    public static int RequestCount => Statuses.Length;

    // Called once per poll. A pause is counted only in polls in which the lists would save requests. It ends early if they would save more.
    public bool TryBegin(int savedRequests)
    {
        if (savedRequests <= 0)
        {
            return false;
        }

        _savedRequests = savedRequests;
        var isPaused = _pausedPolls > 0 && savedRequests < _savedAtPause * WorthwhileGrowth;
        _pausedPolls = isPaused ? _pausedPolls - 1 : 0;
        return !isPaused;
    }

    // True if both lists were read. The runs of the subscriptions are received either way: the unrelated ones must not exceed this size.
    public async Task<bool> TryReadAsync(PollRequests requests, long maxUnrelatedBytes)
    {
        var unrelatedBytes = 0L;
        foreach (var status in Statuses)
        {
            var request = planner.Plan(knowledgeBaseId, new RunFilter { Status = status })[0];
            var list = await requests.ListAsync(request, maxUnrelatedBytes - unrelatedBytes).ConfigureAwait(false);
            unrelatedBytes += list.UnrelatedBytes;
            if (!list.IsComplete)
            {
                return false;
            }
        }

        // A list that is shorter than a batch is read to its end.
        _throttledInARow = 0;
        if (unrelatedBytes > maxUnrelatedBytes)
        {
            Pause();
        }
        else
        {
            _nextPause = MinPausedPolls;
        }

        return true;
    }

    // Called after a poll that could not read the lists.
    public void Fail(Poll poll)
    {
        // A rate limit can let only the same part of each poll pass, and refuse the lists alone.
        _throttledInARow = poll.IsThrottled ? _throttledInARow + 1 : 0;
        if (_throttledInARow > 1 || (!poll.IsThrottled && poll.HasSucceeded))
        {
            Pause();
        }
    }

    // The following polls request by ids. Each pause is twice as long as the previous one, until both lists are cheap again.
    private void Pause()
    {
        _throttledInARow = 0;
        (_pausedPolls, _savedAtPause) = (_nextPause, _savedRequests);
        _nextPause = Math.Min(_nextPause * 2, MaxPausedPolls);
    }
}
