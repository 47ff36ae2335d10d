using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// Lists runs: plans the requests, sends them one after the other with retries, and filters the runs of the responses.
internal sealed class RunLister(ClientServices services, RequestPlanner planner)
{
    private readonly RetryPolicy _retries = new(services);
    private readonly ReadOptions<Run> _runs = ReadOptions<Run>.WholeList(RunReader.CopyRun, services.Settings);
    private readonly ReadOptions<RunSummary> _summaries = ReadOptions<RunSummary>.WholeList(RunReader.ReadSummary, services.Settings);
    private readonly ReadOptions<Run> _stream = ReadOptions<Run>.Stream(RunReader.CopyRun);

    public Task<IReadOnlyList<Run>> ListAsync(string knowledgeBaseId, RunFilter? filter, CancellationToken cancellationToken) =>
        ListAsync(Operations.List, knowledgeBaseId, filter, _runs, cancellationToken);

    public Task<IReadOnlyList<RunSummary>> ListSummariesAsync(
        string knowledgeBaseId, RunFilter? filter, CancellationToken cancellationToken) =>
        ListAsync(Operations.ListSummaries, knowledgeBaseId, filter, _summaries, cancellationToken);

    public async Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken)
    {
        Identifier.CheckRunId(runId, nameof(runId));
        var runs = await ListAsync(Operations.Find, knowledgeBaseId, new RunFilter { RunIds = [runId] }, _runs, cancellationToken)
            .ConfigureAwait(false);
        return runs.Count == 0 ? null : runs[0];
    }

    // Validates its arguments before the enumeration begins.
    public IAsyncEnumerable<Run> StreamAsync(string knowledgeBaseId, RunFilter? filter, CancellationToken cancellationToken)
    {
        services.ThrowIfDisposed();

        return StreamAsync(knowledgeBaseId, planner.Plan(knowledgeBaseId, filter), filter, cancellationToken);
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string operation, string knowledgeBaseId, RunFilter? filter, ReadOptions<T> options, CancellationToken cancellationToken)
        where T : RunSummary
    {
        services.ThrowIfDisposed();
        var requests = planner.Plan(knowledgeBaseId, filter);
        using var telemetry = services.Telemetry.StartCall(operation, knowledgeBaseId);
        using var work = services.Time.BeginWork();
        services.Time.EnterWork(work);
        try
        {
            List<T>? runs = null;
            await foreach (var batch in ReadAsync(requests, filter, options, cancellationToken).ConfigureAwait(false))
            {
                if (runs is null)
                {
                    runs = batch;
                }
                else
                {
                    runs.AddRange(batch);
                }
            }

            telemetry?.AddRuns(runs?.Count ?? 0);
            return runs ?? [];
        }
        catch (Exception failure) when (telemetry.Observe(failure))
        {
            throw;
        }
    }

    private async IAsyncEnumerable<Run> StreamAsync(
        string knowledgeBaseId,
        IReadOnlyList<RunsRequest> requests,
        RunFilter? filter,
        CancellationToken cancellationToken,
        [EnumeratorCancellation] CancellationToken enumeration = default)
    {
        services.ThrowIfDisposed();
        using var telemetry = services.Telemetry.StartCall(Operations.Stream, knowledgeBaseId);
        var count = 0;
        var batches = ReadAsync(requests, filter, _stream, cancellationToken, enumeration).GetAsyncEnumerator(CancellationToken.None);
        await using var _ = batches.ConfigureAwait(false);
        var moveNext = telemetry is null ? null : new Func<ValueTask<bool>>(batches.MoveNextAsync);
        while (telemetry is null
            ? await batches.MoveNextAsync().ConfigureAwait(false)
            : await telemetry.ObserveAsync(moveNext!).ConfigureAwait(false))
        {
            telemetry?.AddRuns(count += batches.Current.Count);
            foreach (var run in batches.Current)
            {
                yield return run;
            }
        }
    }

    // The listing loop. A list reads one batch per response, a stream one run at a time.
    private async IAsyncEnumerable<List<T>> ReadAsync<T>(
        IReadOnlyList<RunsRequest> requests,
        RunFilter? filter,
        ReadOptions<T> options,
        CancellationToken cancellationToken,
        [EnumeratorCancellation] CancellationToken enumeration = default)
        where T : RunSummary
    {
        using var selection = new RunSelection(filter);
        using var call = new CallContext(
            services.Time, services.Settings.TotalTimeout, services.DisposalToken, cancellationToken, enumeration);
        CommaSupportProbe? probe = null;
        for (var i = 0; i < requests.Count; i++)
        {
            if (options.IsStream)
            {
                call.RestartTimeout();
            }

            var request = requests[i];
            var attempt = await _retries.ExecuteAsync(request, call, () => RunsAttempt<T>.StartAsync(services, request, options, call))
                .ConfigureAwait(false);
            await using var _ = attempt.ConfigureAwait(false);
            if (options.IsStream)
            {
                call.StopTimeout();
            }

            var listed = CountListed(request, attempt.Batch);
            CheckStatuses(request, attempt.Batch);
            selection.Filter(attempt.Batch);
            yield return attempt.Batch;
            while (!attempt.IsComplete)
            {
                // Runs that were received before the call ended are not returned after it.
                call.ThrowIfEnded();
                await attempt.ReadBatchAsync().ConfigureAwait(false);
                listed += CountListed(request, attempt.Batch);
                CheckStatuses(request, attempt.Batch);
                selection.Filter(attempt.Batch);
                yield return attempt.Batch;
            }

            // A list of one run, the most common one, needs no probe.
            if (request.RunIds is { Count: > 1 } || probe is not null)
            {
                probe ??= new CommaSupportProbe(planner.CommaSupport);
                probe.Add(request, listed);
                requests = i < requests.Count - 1 ? requests : [.. requests, .. probe.NextRequests()];
            }
        }
    }

    private void CheckStatuses<T>(RunsRequest request, List<T> runs)
        where T : RunSummary
    {
        foreach (var run in runs)
        {
            services.Telemetry.CheckStatus(run.Status, request.KnowledgeBaseId);
        }
    }

    // A list of all runs has no ids to count.
    private static int CountListed<T>(RunsRequest request, List<T> runs)
        where T : RunSummary
    {
        var ids = request.RunIds;
        return ids is null ? 0 : runs.Count(run => ids.Contains(run.Id));
    }
}
