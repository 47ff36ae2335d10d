namespace KnowledgeBaseClient;

// What was asked for, applied to what came: the service's own filter is not relied on, and no run is given out twice.
internal sealed class RunSelection(RunFilter? filter)
{
    private readonly RunStatus? _status = filter?.Status is { Value: not "" } status ? status : null;
    private readonly HashSet<string>? _ids = filter?.RunIds is { Count: > 0 } ids ? new(ids, StringComparer.Ordinal) : null;

    // A single run, as most look-ups bring, needs no set.
    private string? _first;
    private HashSet<string>? _others;

    // Takes out of a whole answer what was not asked for.
    public void Filter<T>(List<T> runs)
        where T : RunSummary
    {
        if (runs.Count > 1)
        {
            _others ??= new HashSet<string>(StringComparer.Ordinal);
            _others.EnsureCapacity(_others.Count + runs.Count);
        }

        runs.RemoveAll(run => !Accepts(run));
    }

    public bool Accepts(RunSummary run) =>
        (_status is null || run.Status == _status)
        && (_ids is null || _ids.Contains(run.Id))
        && IsNew(run.Id);

    private bool IsNew(string id)
    {
        if (_first is null)
        {
            _first = id;
            return true;
        }

        return !string.Equals(_first, id, StringComparison.Ordinal) && (_others ??= new HashSet<string>(StringComparer.Ordinal)).Add(id);
    }
}
