namespace KnowledgeBaseClient;

// Runs one poll with as few requests as possible. It requests the runs by id or, where that takes fewer requests, lists all queued and all
// running runs and requests only the remaining ones by id. A poll never takes more requests than requesting every run by id, and sends no
// further request after a rejected key, an unknown knowledge base or a Retry-After.
internal sealed class PollRunner(string knowledgeBaseId, ClientServices services, RequestPlanner planner)
{
    private static readonly RunStatus[] ActiveStatuses = [RunStatus.Queued, RunStatus.Running];

    // The open runs with another status as of the last poll: they need a request by id in any case.
    public int OtherStatusCount { get; set; }

    public async Task RunAsync(Poll poll, Func<RawJson, RunSnapshot> read, CancellationToken cancellationToken)
    {
        if (poll.IncludesAllRuns)
        {
            await RequestAsync(poll, planner.Plan(knowledgeBaseId, null), poll.OpenIds, read, cancellationToken).ConfigureAwait(false);
            poll.MarkMissing(poll.OpenIds);
            return;
        }

        // All runs have finished, but not every caller has read them yet. A request without ids would list all runs.
        if (poll.OpenIds.Count == 0)
        {
            return;
        }

        var byIds = planner.Plan(knowledgeBaseId, new RunFilter { RunIds = poll.OpenIds });
        var requestsForOthers = (OtherStatusCount + services.Settings.MaxRunIdsPerRequest - 1) / services.Settings.MaxRunIdsPerRequest;
        if (ActiveStatuses.Length + requestsForOthers >= byIds.Count)
        {
            await RequestByIdsAsync(poll, byIds, read, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Sequential, queued first: a run that starts between the two requests is in the second response.
        foreach (var status in ActiveStatuses)
        {
            var byStatus = planner.Plan(knowledgeBaseId, new RunFilter { Status = status });
            await RequestAsync(poll, byStatus, poll.OpenIds, read, cancellationToken).ConfigureAwait(false);
        }

        var others = poll.OpenIds.Where(id => !poll.Runs.ContainsKey(id)).ToList();
        if (poll.Failures.Count == 0 && others.Count > 0)
        {
            // At most as many requests as by ids. The next poll requests the rest.
            var requests = planner.Plan(knowledgeBaseId, new RunFilter { RunIds = others }).Take(byIds.Count - ActiveStatuses.Length);
            await RequestByIdsAsync(poll, [.. requests], read, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RequestByIdsAsync(
        Poll poll, IReadOnlyList<RunsRequest> requests, Func<RawJson, RunSnapshot> read, CancellationToken cancellationToken)
    {
        await RequestAsync(poll, requests, null, read, cancellationToken).ConfigureAwait(false);
        poll.MarkMissing(requests.SelectMany(request => request.RunIds!));
    }

    // A failed request counts against the ids it is for: by default, its own.
    private async Task RequestAsync(
        Poll poll,
        IReadOnlyList<RunsRequest> requests,
        IReadOnlyList<string>? ids,
        Func<RawJson, RunSnapshot> read,
        CancellationToken cancellationToken)
    {
        var options = ReadOptions<RunSnapshot>.WholeList(read, services.Settings);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = poll.MaxConcurrentRequests, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(requests, parallel, async (request, _) =>
        {
            var affectedIds = ids ?? request.RunIds!;
            if (poll.StopReason is { } reason)
            {
                poll.Skip(affectedIds, reason);
                return;
            }

            // One attempt: the next poll is the retry.
            using var call = new CallContext(services.Time, services.Settings.TotalTimeout, services.DisposalToken, cancellationToken);
            try
            {
                var attempt = await RunsAttempt<RunSnapshot>.StartAsync(services, request, options, call).ConfigureAwait(false);
                await using var __ = attempt.ConfigureAwait(false);
                poll.AddRuns(attempt.Batch);
            }
            catch (OperationCanceledException) when (call.HasTimedOut)
            {
                poll.AddFailure(affectedIds, call.ToException());
            }
            catch (Exception failure) when (!call.HasEnded || call.HasTimedOut)
            {
                poll.AddFailure(affectedIds, failure);
            }
        }).ConfigureAwait(false);
    }
}
