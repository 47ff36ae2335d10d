namespace KnowledgeBaseClient;

// What was asked for, applied to what came: the service's own filter is not relied on, and no run is given out twice.
internal sealed class RunSelection(RunFilter? filter) : IDisposable
{
    // A larger set is let go: it would hold its memory for good.
    private const int MostKept = 4096;

    // One for all clients, taken by whoever comes first, so that a list need not grow one anew.
    private static HashSet<string>? _kept;

    private readonly RunStatus? _status = filter?.Status is { Value: not "" } status ? status : null;
    private readonly HashSet<string>? _ids = filter?.RunIds is { Count: > 1 } ids ? new(ids, StringComparer.Ordinal) : null;
    private readonly string? _onlyId = filter?.RunIds is { Count: 1 } ids ? ids.First() : null;

    // A single run, as most look-ups bring, needs no set.
    private string? _first;
    private HashSet<string>? _others;

    // Takes out of a whole answer what was not asked for.
    public void Filter<T>(List<T> runs)
        where T : RunSummary => runs.RemoveAll(run => !Accepts(run));

    public bool Accepts(RunSummary run) =>
        (_status is null || run.Status == _status)
        && (_onlyId is null || string.Equals(_onlyId, run.Id, StringComparison.Ordinal))
        && (_ids is null || _ids.Contains(run.Id))
        && IsNew(run.Id);

    public void Dispose()
    {
        if (_others is { Count: <= MostKept } set)
        {
            set.Clear();
            Volatile.Write(ref _kept, set);
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

        _others ??= Interlocked.Exchange(ref _kept, null) ?? new HashSet<string>(StringComparer.Ordinal);
        return !string.Equals(_first, id, StringComparison.Ordinal) && _others.Add(id);
    }
}
