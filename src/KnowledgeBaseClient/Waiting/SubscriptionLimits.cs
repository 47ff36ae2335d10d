namespace KnowledgeBaseClient;

// The limits that end a subscription: how long its runs may be missing, stay unchanged, or have only failed requests. All times are those
// of the responses, since the subscription began. A limit that the current poll does not confirm ends nothing. Guarded by the
// subscription's lock.
internal sealed class SubscriptionLimits(SubscriptionOptions options)
{
    // In place of an id: the request for all runs, and any request of a poll in which none succeeded.
    public const string AllRuns = "";
    public const string AnyRequest = "\n";

    // Null until they are needed, because most waits never fail, and there can be thousands of them.
    private Dictionary<string, Outage>? _outages;
    private Dictionary<string, TimeSpan>? _missingSince;

    // What the current poll has confirmed: missing for longer than MissingGrace, and failing for longer than OutageTimeout.
    private List<string>? _overdueIds;
    private List<string>? _failedIds;
    private TimeSpan _lastChange;

    // Requested again, and unchanged, after StallTimeout.
    private HashSet<string>? _unchangedIds;

    public void AddChange(TimeSpan now) => (_lastChange, _unchangedIds) = (now, null);

    // A request that was sent after this time has succeeded. True if it ended an outage: then nothing is known about the time before.
    public bool AddResult(string id, TimeSpan requestedAfter)
    {
        var endsOutage = _outages?.Remove(id) == true;
        if (endsOutage)
        {
            _missingSince?.Remove(id);
            AddChange(requestedAfter);
        }
        else if (IsExceeded(options.StallTimeout, _lastChange, requestedAfter))
        {
            (_unchangedIds ??= new HashSet<string>(StringComparer.Ordinal)).Add(id);
        }

        return endsOutage;
    }

    public void AddMissing(string id, TimeSpan since, TimeSpan now)
    {
        _missingSince ??= new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        _missingSince.TryAdd(id, since);
        if (IsExceeded(options.MissingGrace, _missingSince[id], now))
        {
            (_overdueIds ??= []).Add(id);
        }
    }

    // A rate limit says nothing about the run: it counts as a failure only while it lets nothing pass.
    public void AddFailure(string id, Exception failure, TimeSpan startedAt, TimeSpan endedAt)
    {
        if (id != AnyRequest && FailureTable.Of(failure).IsThrottle)
        {
            return;
        }

        _outages ??= new Dictionary<string, Outage>(StringComparer.Ordinal);
        var since = _outages.TryGetValue(id, out var outage) ? outage.Since : startedAt;
        _outages[id] = new Outage(since, failure);
        if (IsExceeded(options.OutageTimeout, since, endedAt))
        {
            (_failedIds ??= []).Add(id);
        }
    }

    // A poll in which nothing has succeeded has failed for all runs.
    public void AddPoll(Poll poll, TimeSpan startedAt, TimeSpan endedAt)
    {
        if (poll.HasSucceeded)
        {
            _outages?.Remove(AnyRequest);
        }
        else if (poll.StopReason is { } reason)
        {
            AddFailure(AnyRequest, reason, startedAt, endedAt);
        }
    }

    // The run no longer counts toward any limit.
    public void Forget(string id)
    {
        _outages?.Remove(id);
        _missingSince?.Remove(id);
    }

    // Called after the results of a poll have been added. Returns the exception that ends the subscription, or null.
    public Exception? CompletePoll(bool hasEverSucceeded, Func<WaitState> getState)
    {
        var end =
            !hasEverSucceeded && PermanentFailure() is { } permanent ? WaitExceptions.CopyOf(permanent)
            : _failedIds is { } failed ? WaitExceptions.PollsFailed(getState(), failed, options, _outages![failed[0]].Failure)
            : _overdueIds is { } overdue ? WaitExceptions.NotFound(getState(), overdue, options.MissingGrace)
            : HasStalled(getState) ? WaitExceptions.Stalled(getState(), options.StallTimeout)
            : null;
        (_overdueIds, _failedIds) = (null, null);
        return end;
    }

    // A poll must be due by then. Null without limits. Called for every subscription after every poll, so it allocates nothing.
    public TimeSpan? TimeToNext(TimeSpan now)
    {
        var next = IfAfter(now, Limit(options.StallTimeout, _lastChange));
        if (_missingSince is { Count: > 0 } missing)
        {
            next = Earlier(next, IfAfter(now, Limit(options.MissingGrace, missing.Values.Min())));
        }

        if (_outages is { Count: > 0 } outages)
        {
            next = Earlier(next, IfAfter(now, Limit(options.OutageTimeout, outages.Values.Min(static outage => outage.Since))));
        }

        return next - now;
    }

    private static TimeSpan? IfAfter(TimeSpan now, TimeSpan? limit) => limit > now ? limit : null;

    private static TimeSpan? Earlier(TimeSpan? first, TimeSpan? second) => first is null || second < first ? second : first;

    private static TimeSpan? Limit(TimeSpan limit, TimeSpan since) => limit == Timeout.InfiniteTimeSpan ? null : since + limit;

    private static bool IsExceeded(TimeSpan limit, TimeSpan since, TimeSpan now) => Limit(limit, since) <= now;

    private Exception? PermanentFailure() =>
        _outages?.Values.FirstOrDefault(outage => FailureTable.Of(outage.Failure).WaitEffect != WaitEffect.Outage)?.Failure;

    // All pending runs: one that was not requested since then may have changed.
    private bool HasStalled(Func<WaitState> getState) =>
        _unchangedIds is { } unchanged && getState().Pending.All(unchanged.Contains);

    private sealed record Outage(TimeSpan Since, Exception Failure);
}
