using System.Diagnostics;

namespace KnowledgeBaseClient;

// One poll: the ids to request, and the results collected so far. Results are added by concurrent requests. An open run that is neither
// listed, nor unlisted, nor failed was not requested.
internal sealed class Poll(PollInput input)
{
    private readonly object _lock = new();
    private readonly HashSet<string> _open = new(input.OpenIds, StringComparer.Ordinal);
    private int _requests;
    private long _bytesReceived;

    public PollInput Input { get; } = input;

    public Dictionary<string, RunSnapshot> Runs { get; } = new(StringComparer.Ordinal);

    // Requested, but not listed in the response, and the time of the response.
    public Dictionary<string, long> UnlistedAt { get; } = new(StringComparer.Ordinal);

    // Of the requests by ids.
    public Dictionary<string, RequestFailure> FailureById { get; } = new(StringComparer.Ordinal);

    // Not requested, or refused, although it was their turn. The next poll begins with them.
    public HashSet<string> DeferredIds { get; } = new(StringComparer.Ordinal);

    // The request for all runs has succeeded.
    public bool HasAllRuns { get; set; }

    public RequestFailure? AllRunsFailure { get; set; }

    // Of all requests, also of the lists that requests by ids have replaced.
    public List<Exception> Failures { get; } = [];

    // The first failure that left something unknown. A list that requests by ids have replaced did not.
    public Exception? Failure =>
        StopReason ?? AllRunsFailure?.Exception ?? FailureById.Values.FirstOrDefault()?.Exception;

    // Requests that were sent, or left to the next poll.
    public int Requests => _requests;

    // At least one request has succeeded.
    public bool HasSucceeded { get; set; }

    // Of the runs that have another status than in the previous poll, or are new. Null if there are none.
    public List<RunStatus>? NewStatuses { get; private set; }

    // After decompression.
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    // The span of this poll; null without a listener.
    public Activity? Activity { get; set; }

    // A failure after which this poll sends no further request.
    public Exception? StopReason { get; set; }

    // The service asks for a delay, or for fewer requests.
    public bool IsThrottled => StopReason is not null && FailureTable.Of(StopReason).IsThrottle;

    // The key is rejected or the knowledge base is unknown, and no other request of this poll shows the contrary.
    public Exception? Rejection =>
        HasSucceeded ? null : Failures.Find(failure => FailureTable.Of(failure).WaitEffect == WaitEffect.EndsWaitsIfRepeated);

    // Listed, not listed or failed.
    public bool IsKnown(string id) => Runs.ContainsKey(id) || UnlistedAt.ContainsKey(id) || FailureById.ContainsKey(id);

    public bool IsOpen(string id) => _open.Contains(id);

    // The number of this request, from 1.
    public int CountRequest() => Interlocked.Increment(ref _requests);

    public void AddNewStatus(RunStatus status) => (NewStatuses ??= []).Add(status);

    public void AddReceived(long bytes) => Interlocked.Add(ref _bytesReceived, bytes);

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

    // A request has succeeded, and its response did not list these ids.
    public void AddSuccess(IEnumerable<string> unlistedIds, long time)
    {
        lock (_lock)
        {
            HasSucceeded = true;
            foreach (var id in unlistedIds)
            {
                UnlistedAt[id] = time;
            }
        }
    }

    // A list has failed. Requests by ids may still succeed, unless the service asks for a delay.
    public void AddListFailure(Exception failure)
    {
        lock (_lock)
        {
            AddFailure(failure, FailureTable.Of(failure).IsThrottle);
        }
    }

    // A request for these ids has failed. If nothing has succeeded yet, other requests are likely to fail in the same way.
    public void AddFailure(IReadOnlyList<string> ids, RequestFailure failure)
    {
        var rule = FailureTable.Of(failure.Exception);
        lock (_lock)
        {
            AddFailure(failure.Exception, rule.StopsPoll || (!HasSucceeded && !rule.CanHalve));
            foreach (var id in ids)
            {
                FailureById.TryAdd(id, failure);
            }

            if (rule.IsThrottle)
            {
                DeferredIds.UnionWith(ids);
            }
        }
    }

    public void Defer(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            DeferredIds.UnionWith(ids);
        }
    }

    // It is not certain that the service does not list these ids: the request that was to find out was not sent, or failed.
    public void Doubt(IEnumerable<string> ids, RequestFailure? failure)
    {
        lock (_lock)
        {
            foreach (var id in ids)
            {
                UnlistedAt.Remove(id);
                if (failure is not null)
                {
                    FailureById.TryAdd(id, failure);
                }
            }
        }
    }

    private void AddFailure(Exception failure, bool stopsPoll)
    {
        Failures.Add(failure);
        if (stopsPoll)
        {
            StopReason ??= failure;
        }
    }
}
