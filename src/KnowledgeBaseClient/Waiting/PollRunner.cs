namespace KnowledgeBaseClient;

// Runs one poll with as few requests as possible: one for all runs if a watch needs them, or else by status if that is cheaper, or else by
// ids. What a request for a list fails to find out is requested by ids in the same poll. Used by one poll at a time.
internal sealed class PollRunner(string knowledgeBaseId, ClientServices services, RequestPlanner planner)
{
    private readonly RequestPacer _pacer = new(services.Time);
    private readonly StatusLists _statusLists = new(knowledgeBaseId, planner);

    // Refused or left over by the last poll: the next one begins with them.
    private IReadOnlyList<string> _urgentIds = [];

    // The open runs with another status as of the last poll: they need a request by id in any case.
    private int _otherStatusCount;

    public async Task RunAsync(Poll poll, Func<RawJson, RunSnapshot> read, CancellationToken cancellationToken)
    {
        var requests = new PollRequests(services, _pacer, poll, read, cancellationToken);
        if (poll.IncludesAllRuns)
        {
            var all = await requests.ListAsync(planner.Plan(knowledgeBaseId, null)[0]).ConfigureAwait(false);
            (poll.HasAllRuns, poll.AllRunsFailure) = (all.IsComplete, all.Failure);
        }

        if (poll.HasAllRuns)
        {
            poll.MarkMissing(poll.OpenIds);
        }
        else if (poll.StopReason is null && poll.OpenIds.Count > 0)
        {
            // A request without ids would list all runs. There are none when all have finished, but not every caller has read them yet.
            await RequestOpenRunsAsync(poll, requests).ConfigureAwait(false);
        }
    }

    public void CompletePoll(Poll poll, int otherStatusCount, TimeSpan interval)
    {
        _otherStatusCount = otherStatusCount;
        _pacer.CompletePoll(poll.IsRateLimited, poll.Requests, interval);
    }

    private async Task RequestOpenRunsAsync(Poll poll, PollRequests requests)
    {
        var open = poll.OpenIds.ToHashSet(StringComparer.Ordinal);
        var urgent = _urgentIds.Where(open.Contains).ToList();
        open.ExceptWith(urgent);
        var byIds = Plan([.. urgent, .. poll.OpenIds.Where(open.Contains)]);
        var urgentRequests = Plan(urgent);
        var requestsInAnyCase = Math.Max(urgentRequests.Count, CeilingDivide(_otherStatusCount, planner.IdLimit.Value));

        IReadOnlyList<RunsRequest> leftOver = [];
        if (_statusLists.ShouldRead(byIds, requestsInAnyCase))
        {
            await RequestByIdsAsync(poll, requests, urgentRequests).ConfigureAwait(false);
            var hasLists = await _statusLists.TryReadAsync(requests, poll, byIds, requestsInAnyCase).ConfigureAwait(false);
            if (poll.StopReason is null)
            {
                // At most as many requests as by ids, unless the lists have failed.
                var others = Plan([.. poll.OpenIds.Where(id => open.Contains(id) && !poll.Runs.ContainsKey(id))]);
                var allowed = hasLists ? byIds.Count - _statusLists.RequestCount - urgentRequests.Count : others.Count;
                leftOver = [.. others.Skip(allowed)];
                await RequestByIdsAsync(poll, requests, [.. others.Take(allowed)]).ConfigureAwait(false);
            }

            if (!hasLists && poll is { HasSucceeded: true, IsRateLimited: false })
            {
                _statusLists.Pause();
            }
        }
        else
        {
            await RequestByIdsAsync(poll, requests, byIds).ConfigureAwait(false);
        }

        _urgentIds = [.. poll.RefusedIds, .. leftOver.SelectMany(request => request.RunIds!)];
    }

    private async Task RequestByIdsAsync(Poll poll, PollRequests requests, IReadOnlyList<RunsRequest> byIds)
    {
        var check = new RunIdCheck(planner.IdLimit);
        var next = byIds;
        while (next.Count > 0 && poll.StopReason is null)
        {
            await requests.SendAsync(next).ConfigureAwait(false);
            foreach (var request in next.Where(poll.IsAnswered))
            {
                check.Add(request, request.RunIds!.Count(poll.Runs.ContainsKey));
            }

            next = check.FollowUp();
        }

        poll.MarkMissing(byIds.SelectMany(request => request.RunIds!));
    }

    private IReadOnlyList<RunsRequest> Plan(List<string> ids) =>
        ids.Count == 0 ? [] : planner.Plan(knowledgeBaseId, new RunFilter { RunIds = ids });

    private static int CeilingDivide(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}
