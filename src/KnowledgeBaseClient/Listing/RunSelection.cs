namespace KnowledgeBaseClient;

// Applies the filter to the runs of a response again, and removes duplicates: how the service filters is not documented.
internal sealed class RunSelection(RunFilter? filter) : IDisposable
{
    // A larger set is not reused: it would keep its memory forever.
    private const int MaxReusedSize = 4096;

    // One set shared by all clients, so that not every list has to grow a new one.
    private static HashSet<string>? _reusable;

    private readonly RunStatus? _status = filter?.Status is { Value: not "" } status ? status : null;
    private readonly HashSet<string>? _ids = filter?.RunIds is { Count: > 1 } ids ? new(ids, StringComparer.Ordinal) : null;
    private readonly string? _onlyId = filter?.RunIds is { Count: 1 } ids ? ids.First() : null;

    // A single run, the most common result of a lookup, needs no set.
    private string? _first;
    private HashSet<string>? _others;

    // Removes the runs that were not requested.
    public void Filter<T>(List<T> runs)
        where T : RunSummary => runs.RemoveAll(run => !IsRequestedAndNew(run));

    private bool IsRequestedAndNew(RunSummary run) =>
        (_status is null || run.Status == _status)
        && (_onlyId is null || string.Equals(_onlyId, run.Id, StringComparison.Ordinal))
        && (_ids is null || _ids.Contains(run.Id))
        && IsNew(run.Id);

    public void Dispose()
    {
        if (_others is { Count: <= MaxReusedSize } set)
        {
            set.Clear();
            Volatile.Write(ref _reusable, set);
        }

        _others = null;
    }

    private bool IsNew(string id)
    {
        if (_first is null)
        {
            _first = id;
            return true;
        }

        _others ??= Interlocked.Exchange(ref _reusable, null) ?? new HashSet<string>(StringComparer.Ordinal);
        return !string.Equals(_first, id, StringComparison.Ordinal) && _others.Add(id);
    }
}
