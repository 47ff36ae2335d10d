namespace KnowledgeBaseClient;

// One poll: the ids to request, and the results collected so far. Results are added by concurrent requests. An open id that is neither
// among the runs, nor missing, nor failed was not requested: the next poll begins with it.
internal sealed class Poll(int number, IReadOnlyList<string> openIds, bool includesAllRuns, int maxConcurrentRequests, long startedAt = 0)
{
    private readonly object _lock = new();
    private int _requests;

    public int Number { get; } = number;

    // A timestamp of the client's clock.
    public long StartedAt { get; } = startedAt;

    public int MaxConcurrentRequests { get; } = maxConcurrentRequests;

    // In the order in which they were subscribed to.
    public IReadOnlyList<string> OpenIds { get; } = openIds;

    // A watch of all runs is active: one unfiltered request serves every subscription.
    public bool IncludesAllRuns { get; } = includesAllRuns;

    // The unfiltered request has succeeded.
    public bool HasAllRuns { get; set; }

    public Exception? AllRunsFailure { get; set; }

    public Dictionary<string, RunSnapshot> Runs { get; } = new(StringComparer.Ordinal);

    // Requested ids that the service did not list.
    public List<string> MissingIds { get; } = [];

    public Dictionary<string, Exception> FailureById { get; } = new(StringComparer.Ordinal);

    // Not requested, or not answered, because of a rate limit. In the order in which they were to be requested.
    public List<string> RefusedIds { get; } = [];

    // Of all requests, also of those that requests by id have replaced.
    public List<Exception> Failures { get; } = [];

    // Requests that were sent or refused.
    public int Requests => _requests;

    // At least one request has succeeded.
    public bool HasSucceeded { get; private set; }

    // A failure after which this poll sends no further request.
    public Exception? StopReason { get; private set; }

    // The service has asked for a delay.
    public bool IsRateLimited => StopReason is not null && FailureTable.Of(StopReason).WaitEffect != WaitEffect.EndsWaits;

    // The key is rejected or the knowledge base is unknown, and no other request of this poll shows the contrary.
    public Exception? FinalFailure =>
        HasSucceeded ? null : Failures.Find(failure => FailureTable.Of(failure).WaitEffect == WaitEffect.EndsWaits);

    // The number of this request.
    public int CountRequest() => Interlocked.Increment(ref _requests);

    public void AddRuns(IEnumerable<RunSnapshot> runs)
    {
        lock (_lock)
        {
            foreach (var run in runs)
            {
                Runs.TryAdd(run.Summary.Id, run);
            }
        }
    }

    public void MarkSucceeded()
    {
        lock (_lock)
        {
            HasSucceeded = true;
        }
    }

    // Unless the poll was stopped: whether the request has succeeded.
    public bool IsAnswered(RunsRequest request) => !request.RunIds!.Any(FailureById.ContainsKey);

    // Of these ids, those whose request succeeded without listing them are missing.
    public void MarkMissing(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            var refused = RefusedIds.ToHashSet(StringComparer.Ordinal);
            MissingIds.AddRange(ids.Where(id => !Runs.ContainsKey(id) && !FailureById.ContainsKey(id) && !refused.Contains(id)));
        }
    }

    // A request for these ids has failed. Without ids: other requests may still succeed for them.
    public void AddFailure(Exception failure, IEnumerable<string>? ids = null)
    {
        lock (_lock)
        {
            Failures.Add(failure);
            if (FailureTable.Of(failure).StopsPoll)
            {
                StopReason ??= failure;
            }

            foreach (var id in ids ?? [])
            {
                FailureById.TryAdd(id, failure);
            }

            if (ids is not null && IsRateLimited && FailureTable.Of(failure).StopsPoll)
            {
                RefusedIds.AddRange(ids);
            }
        }
    }

    // A request for these ids is not sent, because the poll has been stopped.
    public void Refuse(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            _requests++;
            RefusedIds.AddRange(ids);
        }
    }

    // The open runs whose own request failed. A poll that was stopped has failed for the other ones as well, unless a rate limit allowed a
    // part of it: then their turn comes next.
    public IEnumerable<(string Id, Exception Failure)> FailedIds()
    {
        var others = HasSucceeded && IsRateLimited ? null : StopReason;
        var missing = MissingIds.ToHashSet(StringComparer.Ordinal);
        foreach (var id in OpenIds)
        {
            if (!Runs.ContainsKey(id) && !missing.Contains(id) && (FailureById.GetValueOrDefault(id) ?? others) is { } failure)
            {
                yield return (id, failure);
            }
        }
    }
}
