namespace KnowledgeBaseClient;

// One poll: which requests it takes, and what they have brought.
internal sealed class PollResult(int number, IReadOnlyList<string> openIds, bool everything, int maxConcurrent)
{
    private readonly object _lock = new();

    public int Number { get; } = number;

    public int MaxConcurrent { get; } = maxConcurrent;

    // In the order in which they were first waited for.
    public IReadOnlyList<string> OpenIds { get; } = openIds;

    // Someone watches every run: then one request without ids serves all.
    public bool Everything { get; } = everything;

    public Dictionary<string, RunSnapshot> Runs { get; } = new(StringComparer.Ordinal);

    // Open ids that were asked for, answered and not listed.
    public List<string> Missing { get; } = [];

    // Open ids that could not be asked for, and why.
    public Dictionary<string, Exception> Failed { get; } = new(StringComparer.Ordinal);

    public List<Exception> Failures { get; } = [];

    // An answer after which nothing more is to be asked for the moment.
    public Exception? Halt { get; private set; }

    public void Answered(IEnumerable<RunSnapshot> runs)
    {
        lock (_lock)
        {
            foreach (var run in runs)
            {
                Runs.TryAdd(run.Summary.Id, run);
            }
        }
    }

    // Of these ids, those that could be asked for and that no answer holds are missing.
    public void MarkMissing(IEnumerable<string> ids)
    {
        lock (_lock)
        {
            Missing.AddRange(ids.Where(id => !Runs.ContainsKey(id) && !Failed.ContainsKey(id)));
        }
    }

    public void Fail(IEnumerable<string> ids, Exception failure)
    {
        lock (_lock)
        {
            Failures.Add(failure);
            Skip(ids, failure);
            if (failure is ApiKeyRejectedException or KnowledgeBaseNotFoundException or RateLimitedException or KnowledgeBaseApiException { RetryAfter: not null })
            {
                Halt ??= failure;
            }
        }
    }

    public void Skip(IEnumerable<string> ids, Exception failure)
    {
        lock (_lock)
        {
            foreach (var id in ids)
            {
                Failed.TryAdd(id, failure);
            }
        }
    }
}
