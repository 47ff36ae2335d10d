using System.Net;

namespace KnowledgeBaseClient;

// Sends the requests of one poll and collects their results in it. Each request has one attempt, because the next poll is the retry. Once
// the poll has a reason to stop, or has lasted long enough, the remaining requests are deferred to the next poll.
internal sealed class PollRequests(
    ClientServices services,
    CommaSupport commaSupport,
    RequestPacer pacer,
    Poll poll,
    Func<RawJson, RunSnapshot> read,
    CancellationToken cancellationToken)
{
    // While nothing succeeds, the ids are not likely to be the cause.
    private const int MaxHalvingsWithoutSuccess = 32;
    private const int MaxHalvings = 1000;

    // The size of a list is checked after this number of runs.
    private const int BatchSize = 2;

    // Results are delivered, and new subscriptions are served, between polls.
    private static readonly TimeSpan MaxPollTime = TimeSpan.FromSeconds(30);

    private int _halvings;

    // Sends requests by ids. A failure counts against the ids of its request. Returns how many of its ids each response has listed; null
    // for a request that was deferred, or failed, or was halved.
    public async Task<IReadOnlyList<int?>> SendAllAsync(IReadOnlyList<RunsRequest> requests)
    {
        var listed = new int?[requests.Count];
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = pacer.IsActive ? 1 : poll.Input.MaxConcurrentRequests,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForAsync(
            0,
            requests.Count,
            parallel,
            async (i, _) => listed[i] = await SendOrHalveAsync(requests[i]).ConfigureAwait(false)).ConfigureAwait(false);
        return listed;
    }

    // Reads a list. Its failure counts against no run, because requests by ids can replace it. The list is abandoned when its unrelated
    // runs exceed this size.
    public async Task<ListResult> ListAsync(RunsRequest request, long maxUnrelatedBytes = long.MaxValue)
    {
        var unrelatedBytes = 0L;
        var options = ReadOptions<RunSnapshot>.WholeList(ReadAndCount, services.Settings);
        options = maxUnrelatedBytes == long.MaxValue ? options : options with { BatchSize = BatchSize };
        var (failure, isComplete) = await ReadAsync(request, options, () => unrelatedBytes <= maxUnrelatedBytes).ConfigureAwait(false);
        if (failure is null)
        {
            poll.AddSuccess([], services.Time.GetTimestamp());
        }
        else
        {
            poll.AddListFailure(failure.Exception);
        }

        return new ListResult(isComplete, failure, unrelatedBytes);

        RunSnapshot ReadAndCount(RawJson json)
        {
            var run = read(json);
            unrelatedBytes += poll.IsOpen(run.Summary.Id) ? 0 : json.Utf8.Length;
            return run;
        }
    }

    private async Task<int?> SendOrHalveAsync(RunsRequest request)
    {
        var ids = request.RunIds!;
        if (poll.StopReason is not null || (poll.HasSucceeded && services.Time.GetElapsedTime(poll.Input.StartedAt) > MaxPollTime))
        {
            poll.CountRequest();
            poll.Defer(ids);
            return null;
        }

        var unlisted = ids.ToHashSet(StringComparer.Ordinal);
        var options = ReadOptions<RunSnapshot>.WholeList(ReadAndCount, services.Settings);
        var (failure, _) = await ReadAsync(request, options, static () => true).ConfigureAwait(false);
        if (failure is null)
        {
            poll.AddSuccess(unlisted, services.Time.GetTimestamp());
            return ids.Count - unlisted.Count;
        }

        // One invalid id must not fail the others.
        if (ids.Count > 1 && FailureTable.Of(failure.Exception) is { CanHalve: true, StopsPoll: false } && CanHalve())
        {
            var first = await SendOrHalveAsync(request with { RunIds = [.. ids.Take(ids.Count / 2)] }).ConfigureAwait(false);
            var second = await SendOrHalveAsync(request with { RunIds = [.. ids.Skip(ids.Count / 2)] }).ConfigureAwait(false);
            if (ids.Count == 2 && first is not null && second is not null && IsInvalid(failure.Exception))
            {
                // The service accepts each of them alone: it takes "r1,r2" for one id, which is invalid.
                commaSupport.MarkMissing();
            }
        }
        else
        {
            poll.AddFailure(ids, failure);
        }

        return null;

        RunSnapshot ReadAndCount(RawJson json)
        {
            var run = read(json);
            unlisted.Remove(run.Summary.Id);
            return run;
        }
    }

    private static bool IsInvalid(Exception failure) => failure is KnowledgeBaseApiException { StatusCode: HttpStatusCode.BadRequest }
        or InvalidRequestException;

    private bool CanHalve() => Interlocked.Increment(ref _halvings) <= (poll.HasSucceeded ? MaxHalvings : MaxHalvingsWithoutSuccess);

    private async Task<(RequestFailure? Failure, bool IsComplete)> ReadAsync(
        RunsRequest request, ReadOptions<RunSnapshot> options, Func<bool> isWorthReading)
    {
        if (poll.CountRequest() > 1)
        {
            await pacer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var started = services.Time.GetTimestamp();
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

            poll.AddReceived(attempt.BytesReceived);
            return (null, attempt.IsComplete);
        }
        catch (OperationCanceledException) when (call.HasTimedOut)
        {
            return (new RequestFailure(call.ToException(), started, services.Time.GetTimestamp()), false);
        }
        catch (Exception failure) when (!call.HasEnded || call.HasTimedOut)
        {
            return (new RequestFailure(failure, started, services.Time.GetTimestamp()), false);
        }
    }
}
