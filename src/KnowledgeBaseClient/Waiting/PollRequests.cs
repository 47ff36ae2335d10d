namespace KnowledgeBaseClient;

// Sends the requests of one poll and collects their results in it. Each request has one attempt, because the next poll is the retry. After
// a rejected key, an unknown knowledge base or a Retry-After, no further request is sent.
internal sealed class PollRequests(
    ClientServices services, RequestPacer pacer, Poll poll, Func<RawJson, RunSnapshot> read, CancellationToken cancellationToken)
{
    // Enough to find a few ids that the service rejects among a hundred.
    private const int MaxHalved = 32;

    // Of a list that may be abandoned.
    private const int BatchSize = 32;

    private int _halved;

    // Requests by ids. A failure counts against the ids of its request.
    public Task SendAsync(IReadOnlyList<RunsRequest> requests)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = pacer.IsActive ? 1 : poll.MaxConcurrentRequests,
            CancellationToken = cancellationToken,
        };
        return Parallel.ForEachAsync(requests, parallel, async (request, _) => await SendAsync(request).ConfigureAwait(false));
    }

    // Reads a list. Its failure counts against no run, because requests by ids can replace it. The list is abandoned, and not complete,
    // when the runs in it that no subscription is for exceed this size.
    public async Task<ListResult> ListAsync(RunsRequest request, long maxForeignBytes = long.MaxValue)
    {
        var foreignBytes = 0L;
        var options = ReadOptions<RunSnapshot>.WholeList(ReadAndCount, services.Settings);
        options = maxForeignBytes == long.MaxValue ? options : options with { BatchSize = BatchSize };
        var (failure, isComplete) = await ReadAsync(request, options, () => foreignBytes <= maxForeignBytes).ConfigureAwait(false);
        if (failure is not null)
        {
            poll.AddFailure(failure);
        }

        return new ListResult(isComplete, failure, foreignBytes);

        RunSnapshot ReadAndCount(RawJson json)
        {
            var run = read(json);
            foreignBytes += run.IsOpen ? 0 : json.Utf8.Length;
            return run;
        }
    }

    private async Task SendAsync(RunsRequest request)
    {
        var ids = request.RunIds!;
        if (poll.StopReason is not null)
        {
            poll.Refuse(ids);
            return;
        }

        var options = ReadOptions<RunSnapshot>.WholeList(read, services.Settings);
        if ((await ReadAsync(request, options, static () => true).ConfigureAwait(false)).Failure is not { } failure)
        {
            return;
        }

        // One invalid id must not fail the others.
        var rule = FailureTable.Of(failure);
        if (ids.Count > 1 && rule is { IsForFewerIds: true, StopsPoll: false } && Interlocked.Increment(ref _halved) <= MaxHalved)
        {
            await SendAsync(request with { RunIds = [.. ids.Take(ids.Count / 2)] }).ConfigureAwait(false);
            await SendAsync(request with { RunIds = [.. ids.Skip(ids.Count / 2)] }).ConfigureAwait(false);
        }
        else
        {
            poll.AddFailure(failure, ids);
        }
    }

    private async Task<(Exception? Failure, bool IsComplete)> ReadAsync(
        RunsRequest request, ReadOptions<RunSnapshot> options, Func<bool> isWorthReading)
    {
        if (poll.CountRequest() > 1 && pacer.IsActive)
        {
            await pacer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        using var call = new CallContext(services.Time, services.Settings.TotalTimeout, services.DisposalToken, cancellationToken);
        try
        {
            var attempt = await RunsAttempt<RunSnapshot>.StartAsync(services, request, options, call).ConfigureAwait(false);
            await using var _ = attempt.ConfigureAwait(false);
            poll.AddRuns(attempt.Batch);
            while (!attempt.IsComplete && isWorthReading())
            {
                await attempt.ReadBatchAsync().ConfigureAwait(false);
                poll.AddRuns(attempt.Batch);
            }

            poll.MarkSucceeded();
            return (null, attempt.IsComplete);
        }
        catch (OperationCanceledException) when (call.HasTimedOut)
        {
            return (call.ToException(), false);
        }
        catch (Exception failure) when (!call.HasEnded || call.HasTimedOut)
        {
            return (failure, false);
        }
    }
}
