namespace KnowledgeBaseClient;

// Polls by status: lists all queued and all running runs, in two requests however many ids are open. That is done only while it is cheaper
// than by ids, in requests and in bytes, because the lists also contain the runs that no subscription is for. Used by one poll at a time.
internal sealed class StatusLists(string knowledgeBaseId, RequestPlanner planner)
{
    // What a request takes apart from ids and runs, mostly headers in both directions: about half a kilobyte.
    private const int BytesPerRequest = 512;

    // Between two ids in a URL.
    private const int BytesPerComma = 3;

    // In polls.
    private const int MinPause = 10;
    private const int MaxPause = 640;

    // Queued first: a run that starts between the two requests is in the second list.
    private RunStatus[] _statuses = [RunStatus.Queued, RunStatus.Running];
    private long _foreignBytes;
    private int _pause = MinPause;
    private int _pausedPolls;

    public int RequestCount => _statuses.Length;

    // Called once per poll. Whether the lists are likely to be cheaper than these requests by ids, judged by the last time that they were
    // read. The same poll sends some requests by ids in any case.
    public bool ShouldRead(IReadOnlyList<RunsRequest> byIds, int requestsInAnyCase)
    {
        if (SavedRequests(byIds, requestsInAnyCase) <= 0 || _pausedPolls-- > 0)
        {
            return false;
        }

        var areCheaper = _foreignBytes <= SavedBytes(byIds, requestsInAnyCase);
        if (!areCheaper)
        {
            Pause();
        }

        return areCheaper;
    }

    // True if both lists were read. Otherwise, one failed or was too large, and requests by ids must replace them.
    public async Task<bool> TryReadAsync(PollRequests requests, Poll poll, IReadOnlyList<RunsRequest> byIds, int requestsInAnyCase)
    {
        var savedBytes = SavedBytes(byIds, requestsInAnyCase);
        _foreignBytes = 0;
        foreach (var status in _statuses.ToArray())
        {
            if (poll.StopReason is not null)
            {
                return false;
            }

            var request = planner.Plan(knowledgeBaseId, new RunFilter { Status = status })[0];
            var list = await requests.ListAsync(request, savedBytes - _foreignBytes).ConfigureAwait(false);
            _foreignBytes += list.ForeignBytes;
            if (poll.IsRateLimited)
            {
                // What was refused goes first next time.
                _statuses = [status, .. _statuses.Where(other => other != status)];
                return false;
            }

            if (!list.IsComplete)
            {
                return false;
            }
        }

        _pause = MinPause;
        return true;
    }

    // The following polls request by ids. Each pause is longer than the previous one, until both lists are read again.
    public void Pause()
    {
        _foreignBytes = 0;
        _pausedPolls = _pause;
        _pause = Math.Min(_pause * 2, MaxPause);
    }

    private int SavedRequests(IReadOnlyList<RunsRequest> byIds, int requestsInAnyCase) => byIds.Count - RequestCount - requestsInAnyCase;

    // The runs of the subscriptions are received either way. The other ones must not take more than the requests by ids would.
    private long SavedBytes(IReadOnlyList<RunsRequest> byIds, int requestsInAnyCase) =>
        ((long)SavedRequests(byIds, requestsInAnyCase) * BytesPerRequest)
        + byIds.Sum(static request => request.RunIds!.Sum(static id => (long)id.Length + BytesPerComma));
}
