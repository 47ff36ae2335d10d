namespace KnowledgeBaseClient;

// What was asked for, applied to what came: the service's own filter is not relied on, and no run is given out twice.
internal sealed class RunSelection(RunFilter? filter)
{
    private readonly RunStatus? _status = filter?.Status is { Value: not "" } status ? status : null;
    private readonly HashSet<string>? _ids = filter?.RunIds is { Count: > 0 } ids ? new(ids, StringComparer.Ordinal) : null;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public bool Accepts(RunSummary run) =>
        (_status is null || run.Status == _status)
        && (_ids is null || _ids.Contains(run.Id))
        && _seen.Add(run.Id);
}
