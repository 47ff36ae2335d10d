namespace KnowledgeBaseClient;

// The limits that end a subscription: how long its runs may be missing, stay unchanged, or have only failed requests. Times are since the
// subscription began. Guarded by the subscription's lock.
internal sealed class SubscriptionLimits(SubscriptionOptions options)
{
    // In place of an id, for the request of a watch for all runs.
    private const string AllRuns = "";

    // Null until they are needed, because most waits never fail, and there can be thousands of them.
    private Dictionary<string, Outage>? _outages;
    private Dictionary<string, TimeSpan>? _missingSince;

    // Missing for too long, as the current poll has confirmed.
    private List<string>? _overdueIds;
    private TimeSpan _lastChange;

    // The current poll knows about at least one of the runs.
    private bool _isAnswered;

    public void AddChange(TimeSpan now) => _lastChange = now;

    public void AddListed(string? id = null)
    {
        _isAnswered = true;
        Forget(id ?? AllRuns);
    }

    public void AddMissing(string id, TimeSpan since, TimeSpan now)
    {
        _isAnswered = true;
        _outages?.Remove(id);
        _missingSince ??= new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        _missingSince.TryAdd(id, since);
        if (IsExceeded(options.MissingGrace, _missingSince[id], now))
        {
            (_overdueIds ??= []).Add(id);
        }
    }

    // Of a request for this run, or of the one for all runs.
    public void AddFailure(string? id, Exception failure, TimeSpan pollStart)
    {
        _outages ??= new Dictionary<string, Outage>(StringComparer.Ordinal);
        var since = _outages.TryGetValue(id ?? AllRuns, out var outage) ? outage.Since : pollStart;
        _outages[id ?? AllRuns] = new Outage(since, failure);
    }

    // The run ends nothing any more.
    public void Forget(string id)
    {
        _outages?.Remove(id);
        _missingSince?.Remove(id);
    }

    // Called after the results of a poll have been added. Returns the exception that ends the subscription, or null.
    public Exception? CompletePoll(bool hasEverSucceeded, TimeSpan now, Func<WaitState> getState)
    {
        var end =
            !hasEverSucceeded && FinalFailure() is { } final ? WaitExceptions.CopyOf(final)
            : FailureSince(now) is { } failure ? WaitExceptions.PollsFailed(getState(), options, failure)
            : _overdueIds is not null ? WaitExceptions.NotFound(getState(), [.. _overdueIds], options.MissingGrace)
            : HasStalled(now) ? WaitExceptions.Stalled(getState(), options.StallTimeout)
            : null;
        _overdueIds = null;
        _isAnswered = false;
        return end;
    }

    // A poll must be due by then. Null without limits.
    public TimeSpan? TimeToNext(TimeSpan now)
    {
        TimeSpan?[] limits =
        [
            Limit(options.StallTimeout, _lastChange),
            _missingSince is { Count: > 0 } missing ? Limit(options.MissingGrace, missing.Values.Min()) : null,
            _outages is { Count: > 0 } outages ? Limit(options.OutageTimeout, outages.Values.Min(outage => outage.Since)) : null,
        ];
        return limits.Where(limit => limit > now).Min() - now;
    }

    private static TimeSpan? Limit(TimeSpan limit, TimeSpan since) => limit == Timeout.InfiniteTimeSpan ? null : since + limit;

    private static bool IsExceeded(TimeSpan limit, TimeSpan since, TimeSpan now) => Limit(limit, since) <= now;

    // Ends a wait at once if nothing has succeeded yet.
    private Exception? FinalFailure() =>
        _outages?.Values.FirstOrDefault(outage => FailureTable.Of(outage.Failure).WaitEffect != WaitEffect.Outage)?.Failure;

    private Exception? FailureSince(TimeSpan now) =>
        _outages?.Values.FirstOrDefault(outage => IsExceeded(options.OutageTimeout, outage.Since, now))?.Failure;

    // While requests fail, or none was sent for these runs, a stall would be a guess.
    private bool HasStalled(TimeSpan now) =>
        _isAnswered && _outages is not { Count: > 0 } && IsExceeded(options.StallTimeout, _lastChange, now);

    private sealed record Outage(TimeSpan Since, Exception Failure);
}
