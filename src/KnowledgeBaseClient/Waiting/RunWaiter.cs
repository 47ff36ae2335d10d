using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// The waits and watches of one client. Each runs in its caller's own async flow, so that a slow or throwing callback affects no other
// caller.
internal sealed class RunWaiter(ClientServices services, RequestPlanner planner, IRunPollers pollers)
{
    public async Task<Run> WaitForCompletionAsync(
        string knowledgeBaseId, string runId, WaitOptions? options, CancellationToken cancellationToken)
    {
        Identifier.CheckRunId(runId, nameof(runId));
        var runs = await WaitForAllAsync(knowledgeBaseId, [runId], options, cancellationToken).ConfigureAwait(false);
        return runs[0];
    }

    public async Task<IReadOnlyList<Run>> WaitForAllAsync(
        string knowledgeBaseId, IEnumerable<string> runIds, WaitOptions? options, CancellationToken cancellationToken)
    {
        var ids = CopyIds(knowledgeBaseId, runIds);
        options = WaitOptionsValidator.CopyAndValidate(options);

        var finished = new Dictionary<string, Run>(StringComparer.Ordinal);
        await foreach (var run in WaitAsync(knowledgeBaseId, ids, options, cancellationToken).ConfigureAwait(false))
        {
            finished[run.Id] = run;
        }

        return [.. ids.Select(id => finished[id])];
    }

    // Validates its arguments before the enumeration begins.
    public IAsyncEnumerable<Run> WaitForEachAsync(
        string knowledgeBaseId, IEnumerable<string> runIds, WaitOptions? options, CancellationToken cancellationToken) =>
        WaitAsync(knowledgeBaseId, CopyIds(knowledgeBaseId, runIds), WaitOptionsValidator.CopyAndValidate(options), cancellationToken);

    // Validates its arguments before the enumeration begins.
    public IAsyncEnumerable<RunChange> WatchAsync(string knowledgeBaseId, WatchOptions? options, CancellationToken cancellationToken)
    {
        var copy = WaitOptionsValidator.CopyAndValidate(options);
        var ids = copy.Filter?.RunIds is { } runIds ? CopyIds(knowledgeBaseId, runIds) : null;

        // Only to validate the knowledge base id and the status.
        planner.Plan(knowledgeBaseId, copy.Filter is null ? null : copy.Filter with { RunIds = null });
        services.ThrowIfDisposed();
        return WatchAsync(knowledgeBaseId, ids, copy, cancellationToken);
    }

    private async IAsyncEnumerable<Run> WaitAsync(
        string knowledgeBaseId,
        IReadOnlyList<string> ids,
        WaitOptions options,
        CancellationToken cancellationToken,
        [EnumeratorCancellation] CancellationToken enumeration = default)
    {
        var pending = new HashSet<string>(ids, StringComparer.Ordinal);
        if (pending.Count == 0)
        {
            yield break;
        }

        using var telemetry = services.Telemetry.StartWait(WaitTelemetry.Wait, knowledgeBaseId, pending.Count);
        var subscription = new Subscription(knowledgeBaseId, SubscriptionOptions.ForWait(ids, options, services.Settings), services.Time)
        {
            Telemetry = telemetry,
        };
        using var call = new CallContext(services.Time, options.Timeout, services.DisposalToken, cancellationToken, enumeration);
        var poller = Join(knowledgeBaseId, subscription, call, TimedOut);
        var overall = options.OverallProgress is null ? null : new WaitProgressTracker(pending.Count);
        var started = services.Time.GetTimestamp();
        var isLate = false;
        try
        {
            while (pending.Count > 0)
            {
                var snapshot = await NextAsync(subscription, call, AtTimeout).ConfigureAwait(false);
                var run = snapshot.Summary;
                if (!pending.Contains(run.Id))
                {
                    continue;
                }

                telemetry?.IsInCallback = true;
                var isDone = subscription.Options.IsDone(run) || options.Until?.Invoke(run) == true;
                if (isLate && !isDone)
                {
                    telemetry?.IsInCallback = false;
                    continue;
                }

                telemetry?.AddState(run, snapshot.Previous, snapshot.IsInitial);
                options.Progress?.Report(RunChange.Between(snapshot.Previous, run, snapshot.TimeLeft, snapshot.IsInitial));
                if (isDone)
                {
                    pending.Remove(run.Id);
                    poller.Leave(subscription, run.Id);
                    telemetry?.AddFinished(run.Status);
                }

                // One report for all changes of a poll that the caller has received.
                overall?.Add(run, isDone);
                if (overall is not null && (pending.Count == 0 || !subscription.HasChanges()))
                {
                    options.OverallProgress!.Report(overall.ToProgress(services.Time.GetElapsedTime(started)));
                }

                telemetry?.IsInCallback = false;
                if (isDone)
                {
                    // Not null: the poller reads the full run for every state that can complete a wait.
                    yield return snapshot.Full!;
                }
            }
        }
        finally
        {
            poller.Leave(subscription);
        }

        RunWaitTimeoutException TimedOut() => subscription.TimedOut(options.Timeout);

        // Runs that finished while the caller was busy are returned before the exception, so that no result is lost.
        RunSnapshot AtTimeout()
        {
            isLate = true;
            poller.Leave(subscription);
            return subscription.TryTake(out var buffered) ? buffered : throw TimedOut();
        }
    }

    private async IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId,
        List<string>? ids,
        WatchOptions options,
        CancellationToken cancellationToken,
        [EnumeratorCancellation] CancellationToken enumeration = default)
    {
        if (ids is { Count: 0 })
        {
            yield break;
        }

        using var telemetry = services.Telemetry.StartWait(WaitTelemetry.Watch, knowledgeBaseId, ids?.Count);
        var subscription = new Subscription(knowledgeBaseId, SubscriptionOptions.ForWatch(ids, options, services.Settings), services.Time)
        {
            Telemetry = telemetry,
        };
        using var call = new CallContext(services.Time, Timeout.InfiniteTimeSpan, services.DisposalToken, cancellationToken, enumeration);
        var poller = Join(knowledgeBaseId, subscription, call);
        try
        {
            var unfinished = ids is null ? null : new HashSet<string>(ids, StringComparer.Ordinal);
            while (unfinished is not { Count: 0 })
            {
                var snapshot = await NextAsync(subscription, call).ConfigureAwait(false);
                var isLast = snapshot.Summary.Status.IsTerminal && unfinished?.Remove(snapshot.Summary.Id) == true;
                if (ChangeOf(snapshot, options.Filter?.Status) is { } change)
                {
                    telemetry?.AddState(change.Current, change.Previous, change.IsInitial);
                    yield return change;
                }

                if (isLast)
                {
                    telemetry?.AddFinished(snapshot.Summary.Status);
                }
            }
        }
        finally
        {
            poller.Leave(subscription);
        }
    }

    private IRunPoller Join(string knowledgeBaseId, Subscription subscription, CallContext call, Func<Exception>? onTimeout = null)
    {
        if (!call.HasEnded)
        {
            return pollers.Join(knowledgeBaseId, subscription);
        }

        var reason = call.HasTimedOut && onTimeout is not null ? onTimeout() : call.ToException();
        subscription.Telemetry?.Observe(reason);
        throw reason;
    }

    // Null for a change that the filter by status excludes.
    private static RunChange? ChangeOf(RunSnapshot snapshot, RunStatus? status)
    {
        var (current, previous) = (snapshot.Summary, snapshot.Previous);
        var isIncluded = status is not { Value: not "" } || current.Status == status || previous?.Status == status;
        return !isIncluded || (!snapshot.HasVanished && current.Equals(previous)) ? null
            : snapshot.HasVanished ? new RunChange { Current = current, Previous = previous, Kind = RunChangeKind.Vanished }
            : RunChange.Between(previous, current, snapshot.TimeLeft, snapshot.IsInitial);
    }

    private static ValueTask<RunSnapshot> NextAsync(Subscription subscription, CallContext call, Func<RunSnapshot>? atTimeout = null) =>
        subscription.Telemetry is null
            ? TakeAsync(subscription, call, atTimeout)
            : ObserveAsync(subscription, call, atTimeout);

    private static async ValueTask<RunSnapshot> ObserveAsync(Subscription subscription, CallContext call, Func<RunSnapshot>? atTimeout)
    {
        try
        {
            return await TakeAsync(subscription, call, atTimeout).ConfigureAwait(false);
        }
        catch (Exception failure) when (subscription.Telemetry!.Observe(failure))
        {
            throw;
        }
    }

    // Cancellation takes precedence over buffered changes.
    private static async ValueTask<RunSnapshot> TakeAsync(Subscription subscription, CallContext call, Func<RunSnapshot>? atTimeout)
    {
        try
        {
            RunSnapshot? snapshot;
            do
            {
                await subscription.WaitAsync(call.Token).ConfigureAwait(false);
            }
            while (!subscription.TryTake(out snapshot));

            return snapshot;
        }
        catch (OperationCanceledException) when (call.HasEnded)
        {
            return call.HasTimedOut && atTimeout is not null ? atTimeout() : throw call.ToException();
        }
    }

    // Enumerates the ids once.
    private List<string> CopyIds(string knowledgeBaseId, IEnumerable<string> runIds)
    {
        ArgumentNullException.ThrowIfNull(runIds);
        Identifier.Check(knowledgeBaseId, nameof(knowledgeBaseId), "knowledge base id");
        List<string> ids = [.. runIds.Distinct(StringComparer.Ordinal)];
        foreach (var id in ids)
        {
            Identifier.CheckRunId(id, nameof(runIds));
        }

        services.ThrowIfDisposed();
        return ids;
    }
}
