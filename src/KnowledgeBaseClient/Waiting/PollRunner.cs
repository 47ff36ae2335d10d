namespace KnowledgeBaseClient;

// Carries out one poll in as few requests as it takes: by ids; or, where that is fewer, by the statuses of runs that have not ended and then by
// the ids that have neither. Never more requests than asking by ids would take, and none after an answer that asks for patience or forbids any.
internal sealed class PollRunner(string knowledgeBaseId, PollerParts parts)
{
    private static readonly RunStatus[] Unended = [RunStatus.Queued, RunStatus.Running];

    // How many of the open ids had neither of these statuses after the last poll: they take a request by id in any case.
    public int NeitherQueuedNorRunning { get; set; }

    public async Task CarryOutAsync(PollResult round, Func<RawJson, RunSnapshot> read, CancellationToken abandoned)
    {
        if (round.Everything)
        {
            var whole = parts.Plan.For(knowledgeBaseId, null)[0];
            await AskAsync(round, [whole], round.OpenIds, read, abandoned).ConfigureAwait(false);
            round.MarkMissing(round.OpenIds);
            return;
        }

        // All runs have ended, but their readers have not come to see it yet. No ids would ask for every run.
        if (round.OpenIds.Count == 0)
        {
            return;
        }

        var byIds = parts.Plan.For(knowledgeBaseId, new RunFilter { RunIds = round.OpenIds });
        var others = (NeitherQueuedNorRunning + parts.Settings.MaxRunIdsPerRequest - 1) / parts.Settings.MaxRunIdsPerRequest;
        if (Unended.Length + others >= byIds.Count)
        {
            await AskByIdsAsync(round, byIds, read, abandoned).ConfigureAwait(false);
            return;
        }

        // One after the other, in the order in which a run goes through them.
        foreach (var status in Unended)
        {
            var request = parts.Plan.For(knowledgeBaseId, new RunFilter { Status = status })[0];
            await AskAsync(round, [request], round.OpenIds, read, abandoned).ConfigureAwait(false);
        }

        var rest = round.OpenIds.Where(id => !round.Runs.ContainsKey(id)).ToList();
        if (round.Failures.Count == 0 && rest.Count > 0)
        {
            // Those beyond what asking by ids would have taken wait for the next poll.
            var requests = parts.Plan.For(knowledgeBaseId, new RunFilter { RunIds = rest }).Take(byIds.Count - Unended.Length);
            await AskByIdsAsync(round, [.. requests], read, abandoned).ConfigureAwait(false);
        }
    }

    private async Task AskByIdsAsync(
        PollResult round, IReadOnlyList<RunsRequest> requests, Func<RawJson, RunSnapshot> read, CancellationToken abandoned)
    {
        await AskAsync(round, requests, null, read, abandoned).ConfigureAwait(false);
        round.MarkMissing(requests.SelectMany(request => request.Ids!));
    }

    // A request that fails concerns its own ids, or the ones given.
    private async Task AskAsync(
        PollResult round, IReadOnlyList<RunsRequest> requests, IReadOnlyList<string>? ids, Func<RawJson, RunSnapshot> read, CancellationToken abandoned)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = round.MaxConcurrent, CancellationToken = abandoned };
        await Parallel.ForEachAsync(requests, parallel, async (request, _) =>
        {
            var concerned = ids ?? request.Ids!;
            if (round.Halt is { } halt)
            {
                round.Skip(concerned, halt);
                return;
            }

            using var scope = new CallContext(parts.Time, parts.Settings.TotalTimeout, parts.ClientDisposed, abandoned);
            try
            {
                round.Answered(await parts.Endpoint.ListOnceAsync(request, read, scope).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (scope.IsOverdue)
            {
                round.Fail(concerned, scope.Explain());
            }
            catch (Exception failure) when (!scope.Token.IsCancellationRequested)
            {
                round.Fail(concerned, failure);
            }
        }).ConfigureAwait(false);
    }
}
