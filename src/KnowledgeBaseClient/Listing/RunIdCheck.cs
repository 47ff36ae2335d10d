namespace KnowledgeBaseClient;

// Finds out during one call or poll whether the service splits run_ids at commas. A service that does not lists none of several ids,
// although it lists each of them alone: so one of them is requested alone and, if it is listed, the others as well.
internal sealed class RunIdCheck(RunIdLimit limit)
{
    private readonly List<RunsRequest> _empty = [];
    private RunsRequest? _check;

    // A response with this number of the requested runs.
    public void Add(RunsRequest request, int listed)
    {
        if (request == _check && listed > 0)
        {
            limit.ReduceToOne();
        }
        else if (request.RunIds is { Count: > 1 })
        {
            // A single run could be the only one that the service has looked for.
            limit.IsSplit |= listed > 1;
            if (listed == 0)
            {
                _empty.Add(request);
            }
        }
    }

    // The requests to send after all others of the call or poll.
    public IReadOnlyList<RunsRequest> FollowUp()
    {
        if (_empty.Count == 0 || limit.IsSplit)
        {
            return [];
        }

        if (limit.IsOne)
        {
            var single = _empty
                .SelectMany(request => request.RunIds!.Select(id => request with { RunIds = [id] }))
                .Where(request => request.RunIds![0] != _check?.RunIds![0])
                .ToList();
            _empty.Clear();
            return single;
        }

        if (_check is not null || limit.NextCheck() is not { } number)
        {
            return [];
        }

        // Another id each time, because some of the runs may not exist.
        var ids = _empty[0].RunIds!;
        return [_check = _empty[0] with { RunIds = [ids[number % ids.Count]] }];
    }
}
