namespace KnowledgeBaseClient;

// One poll: the ids to request, and the results collected so far. Results are added by concurrent requests.
internal sealed class Poll(int number, IReadOnlyList<string> openIds, bool includesAllRuns, int maxConcurrentRequests)
{
    private readonly object _lock = new();

    public int Number { get; } = number;

    public int MaxConcurrentRequests { get; } = maxConcurrentRequests;

    // In the order in which they were subscribed to.
    public IReadOnlyList<string> OpenIds { get; } = openIds;

    // A watch of all runs is active: one unfiltered request serves every subscription.
    public bool IncludesAllRuns { get; } = includesAllRuns;

    public Dictionary<string, RunSnapshot> Runs { get; } = new(StringComparer.Ordinal);

    // Requested ids that the service did not list.
    public List<string> MissingIds { get; } = [];

    public Dictionary<string, Exception> FailureById { get; } = new(StringComparer.Ordinal);

    public List<Exception> Failures { get; } = [];

    // A failure after which this poll sends no further request.
    public Exception? StopReason { get; private set; }

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

    // Of these ids, those whose request succeeded without listing them are missing.
    public void MarkMissing(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            MissingIds.AddRange(ids.Where(id => !Runs.ContainsKey(id) && !FailureById.ContainsKey(id)));
        }
    }

    public void AddFailure(IEnumerable<string> ids, Exception failure)
    {
        lock (_lock)
        {
            Failures.Add(failure);
            Skip(ids, failure);
            if (FailureTable.Of(failure).StopsPoll)
            {
                StopReason ??= failure;
            }
        }
    }

    // Ids that are not requested in this poll because of an earlier failure.
    public void Skip(IEnumerable<string> ids, Exception reason)
    {
        lock (_lock)
        {
            foreach (var id in ids)
            {
                FailureById.TryAdd(id, reason);
            }
        }
    }
}
