namespace KnowledgeBaseClient;

// Runs one poll with as few requests as possible: one for all runs if a watch needs them, or else by status if that is cheaper, or else by
// ids. What a list fails to find out is requested by ids in the same poll. Used by one poll at a time.
internal sealed class PollRunner(string knowledgeBaseId, ClientServices services, RequestPlanner planner)
{
    // What a request takes apart from ids and runs, mostly headers in both directions: about half a kilobyte.
    private const int BytesPerRequest = 512;

    // Between two ids in a URL.
    private const int BytesPerComma = 3;

    private readonly RequestPacer _pacer = new(services.Time);
    private readonly StatusLists _statusLists = new(knowledgeBaseId, planner);
    private readonly PollOrder _order = new();

    public async Task RunAsync(Poll poll, Func<RawJson, RunSnapshot> read, CancellationToken cancellationToken)
    {
        var requests = new PollRequests(services, planner.CommaSupport, _pacer, poll, read, cancellationToken);
        _order.Begin(poll.Input.OpenIds);
        if (poll.Input.IncludesAllRuns)
        {
            await RequestAllRunsAsync(poll, requests).ConfigureAwait(false);
        }

        if (!poll.HasAllRuns)
        {
            await RequestOpenRunsAsync(poll, requests).ConfigureAwait(false);
        }

        _order.Complete(poll);
    }

    // The next poll spaces out its requests after a rate limit, over the interval until then at first.
    public void CompletePoll(Poll poll, TimeSpan interval) => _pacer.CompletePoll(poll.IsThrottled, poll.Requests, interval);

    // The request of a watch must not use up a rate limit again and again before the other subscriptions have their turn.
    private async Task RequestAllRunsAsync(Poll poll, PollRequests requests)
    {
        await RequestByIdsAsync(poll, requests, Plan(_order.Deferred)).ConfigureAwait(false);
        if (poll.StopReason is null)
        {
            var all = await requests.ListAsync(planner.Plan(knowledgeBaseId, null)[0]).ConfigureAwait(false);
            (poll.HasAllRuns, poll.AllRunsFailure) = (all.IsComplete, all.Failure);
        }

        if (poll.HasAllRuns)
        {
            poll.AddSuccess(poll.Input.OpenIds.Where(id => !poll.Runs.ContainsKey(id)), services.Time.GetTimestamp());
        }
        else if (poll.StopReason is not null)
        {
            poll.Defer(poll.Input.OpenIds.Where(id => !poll.IsKnown(id)));
        }
    }

    private async Task RequestOpenRunsAsync(Poll poll, PollRequests requests)
    {
        // Those that the poll knows already were deferred by the previous one. A request without ids would list all runs.
        var ids = _order.All.Where(id => !poll.IsKnown(id)).ToList();
        if (poll.StopReason is not null || ids.Count == 0)
        {
            return;
        }

        var byIds = PlanAll(ids);
        var deferred = Plan(_order.Deferred.Where(id => !poll.IsKnown(id)));
        var unavoidable = Math.Max(deferred.Count, CeilingDivide(poll.Input.OtherStatusCount, planner.CommaSupport.MaxIdsPerRequest));
        var savedRequests = byIds.Count - StatusLists.RequestCount - unavoidable;
        if (!_statusLists.TryBegin(savedRequests))
        {
            await RequestByIdsAsync(poll, requests, byIds).ConfigureAwait(false);
            return;
        }

        await RequestByIdsAsync(poll, requests, deferred).ConfigureAwait(false);
        var savedBytes = ((long)savedRequests * BytesPerRequest) + byIds.Sum(BytesOfIds);
        await RequestByStatusAsync(poll, requests, ids, savedBytes, byIds.Count - deferred.Count).ConfigureAwait(false);
    }

    // Takes at most as many requests as by ids, unless the lists fail.
    private async Task RequestByStatusAsync(
        Poll poll, PollRequests requests, IReadOnlyList<string> ids, long maxUnrelatedBytes, int maxRequests)
    {
        if (poll.StopReason is not null)
        {
            return;
        }

        var hasLists = await _statusLists.TryReadAsync(requests, maxUnrelatedBytes).ConfigureAwait(false);
        if (poll.StopReason is null)
        {
            var others = PlanAll([.. ids.Where(id => !poll.IsKnown(id))]);
            var allowed = hasLists ? maxRequests - StatusLists.RequestCount : others.Count;
            poll.Defer(others.Skip(allowed).SelectMany(request => request.RunIds!));
            await RequestByIdsAsync(poll, requests, [.. others.Take(allowed)]).ConfigureAwait(false);
        }

        if (!hasLists)
        {
            _statusLists.Fail(poll);
        }
    }

    private async Task RequestByIdsAsync(Poll poll, PollRequests requests, IReadOnlyList<RunsRequest> byIds)
    {
        var probe = new CommaSupportProbe(planner.CommaSupport, poll.Input.WasListed);
        for (var next = byIds; next.Count > 0; next = poll.StopReason is null ? probe.NextRequests() : [])
        {
            var listed = await requests.SendAllAsync(next).ConfigureAwait(false);
            for (var i = 0; i < next.Count; i++)
            {
                if (listed[i] is { } count)
                {
                    probe.Add(next[i], count);
                }
            }
        }

        var doubtful = probe.DoubtfulIds;
        poll.Doubt(doubtful, doubtful.Select(poll.FailureById.GetValueOrDefault).FirstOrDefault(failure => failure is not null));
    }

    // Ids that the service has rejected are requested alone, and last.
    private IReadOnlyList<RunsRequest> PlanAll(IReadOnlyList<string> ids) =>
        [.. Plan(ids.Where(id => !_order.IsRejected(id))), .. ids.Where(_order.IsRejected).SelectMany(id => Plan([id]))];

    private IReadOnlyList<RunsRequest> Plan(IEnumerable<string> ids) => planner.PlanByIds(knowledgeBaseId, [.. ids]);

    private static long BytesOfIds(RunsRequest request) => request.RunIds!.Sum(static id => (long)id.Length + BytesPerComma);

    private static int CeilingDivide(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}
