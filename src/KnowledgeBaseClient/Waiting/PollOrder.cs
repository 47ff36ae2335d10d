namespace KnowledgeBaseClient;

// The order in which a poll requests the open ids, so that none starves: first the new ones, then those that the previous poll deferred,
// last those whose requests failed. Used by one poll at a time.
internal sealed class PollOrder
{
    private HashSet<string> _deferred = [];
    private HashSet<string> _failed = [];
    private HashSet<string> _rejected = [];

    public IReadOnlyList<string> All { get; private set; } = [];

    public IReadOnlyList<string> Deferred { get; private set; } = [];

    // The service has rejected a request for this id alone.
    public bool IsRejected(string id) => _rejected.Contains(id);

    public void Begin(IReadOnlyList<string> openIds)
    {
        // All still has the order of the previous poll, in which the deferred ids waited for their turn.
        Deferred = _deferred.Count == 0 ? [] : [.. All.Where(_deferred.Contains).Intersect(openIds, StringComparer.Ordinal)];
        var added = openIds.Except(All, StringComparer.Ordinal);
        var healthy = openIds.Where(id => !_failed.Contains(id));
        All = [.. added.Concat(Deferred).Concat(healthy).Union(openIds, StringComparer.Ordinal)];
    }

    public void Complete(Poll poll)
    {
        // In an outage of everything, no one had a turn.
        _deferred = poll.HasSucceeded || poll.IsThrottled ? poll.DeferredIds : [];
        _failed = [.. poll.FailureById.Keys];
        _rejected = [.. poll.FailureById.Where(entry => FailureTable.Of(entry.Value.Exception).CanHalve).Select(entry => entry.Key)];
    }
}
