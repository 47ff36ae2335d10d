namespace KnowledgeBaseClient;

// Detects during one call or poll a service that takes "r1,r2" for one id: it lists none of several ids, then one of them when it is
// requested alone, and again none of the several ids. The last step excludes a run that has appeared in the meantime. The probe asks for
// runs with any status.
internal sealed class CommaSupportProbe(CommaSupport support, Func<string, bool>? wasListed = null)
{
    private readonly List<RunsRequest> _empty = [];
    private RunsRequest? _single;
    private RunsRequest? _repeated;
    private bool _isConcluded;

    // The ids that were not listed, while it is not known whether the service has understood them.
    public IReadOnlyList<string> DoubtfulIds =>
        support.IsUnknown && !_isConcluded ? [.. _empty.SelectMany(request => request.RunIds!)] : [];

    // The response to the request has listed this number of its ids, with whatever status.
    public void Add(RunsRequest request, int listed)
    {
        if (request.RunIds is { Count: > 1 } && listed > 1)
        {
            // A single run could be the only one that the service has looked for.
            support.Confirm();
        }

        if (ReferenceEquals(request, _single))
        {
            _isConcluded = listed == 0;
            _repeated = _isConcluded ? null : _empty[0] with { Status = null };
        }
        else if (ReferenceEquals(request, _repeated))
        {
            _isConcluded = true;
            if (listed == 0)
            {
                support.MarkMissing();
            }
        }
        else if (request.RunIds is { Count: > 1 } && listed == 0)
        {
            _empty.Add(request);
        }
    }

    // The requests to send after all others of the call or poll, and after the previous ones that this method has returned.
    public IReadOnlyList<RunsRequest> NextRequests()
    {
        if (support.IsMissing)
        {
            var singles = _empty
                .SelectMany(request => request.RunIds!.Select(id => request with { RunIds = [id] }))
                .Where(request => request.RunIds![0] != _single?.RunIds![0])
                .ToList();
            _empty.Clear();
            return singles;
        }

        if (_empty.Count == 0 || !support.IsUnknown || _isConcluded)
        {
            return [];
        }

        if (_single is null)
        {
            return [_single = _empty[0] with { Status = null, RunIds = [Choose(_empty[0].RunIds!)] }];
        }

        return _repeated is null ? [] : [_repeated];
    }

    // A run that was listed before is the best evidence. Otherwise another one each time, because some of the runs may not exist.
    private string Choose(IReadOnlyList<string> ids)
    {
        var number = support.BeginProbe();
        return ids.FirstOrDefault(id => wasListed?.Invoke(id) == true) ?? ids[number % ids.Count];
    }
}
