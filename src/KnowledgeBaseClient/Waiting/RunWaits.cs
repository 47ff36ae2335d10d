using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// The waits and watches of one client, each in its caller's own flow: whatever a caller's Until, Progress or loop does delays nobody else.
internal sealed class RunWaits(PollerParts parts, Func<string, RunFilter, CancellationToken, Task<IReadOnlyList<Run>>> list)
{
    private readonly RunPollers _pollers = new(parts);

    public async Task<IReadOnlyList<Run>> AllAsync(
        string knowledgeBaseId, IReadOnlyList<string> ids, WaitOptions options, CancellationToken cancellationToken)
    {
        var ended = new Dictionary<string, Run>(StringComparer.Ordinal);
        await foreach (var run in EachAsync(knowledgeBaseId, ids, options, cancellationToken).ConfigureAwait(false))
        {
            ended[run.Id] = run;
        }

        return [.. ids.Select(id => ended[id])];
    }

    public async IAsyncEnumerable<Run> EachAsync(
        string knowledgeBaseId, IReadOnlyList<string> ids, WaitOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = new HashSet<string>(ids, StringComparer.Ordinal);
        if (pending.Count == 0)
        {
            yield break;
        }

        var subscription = new Subscription(knowledgeBaseId, TermsOf(ids, options), parts.Time);
        using var scope = new CallScope(parts.Time, options.Timeout, parts.ClientDisposed, cancellationToken);
        scope.ThrowIfOver();
        var poller = _pollers.Join(knowledgeBaseId, subscription);
        try
        {
            while (pending.Count > 0)
            {
                await NewsAsync(subscription, scope, () => subscription.TimedOut(options.Timeout)).ConfigureAwait(false);
                while (subscription.TryTake(out var notice))
                {
                    var run = notice.Run;
                    if (!pending.Contains(run.Summary.Id))
                    {
                        continue;
                    }

                    options.Progress?.Report(RunChange.Between(notice.Previous, run.Summary, run.TimeLeft));
                    if (run.Summary.Status.IsTerminal || options.Until?.Invoke(run.Summary) == true)
                    {
                        pending.Remove(run.Summary.Id);
                        subscription.Done(run.Summary.Id);
                        poller.Leave(subscription, run.Summary.Id);
                        yield return run.Full ?? await FullAsync(knowledgeBaseId, run.Summary, scope).ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            poller.Leave(subscription);
        }
    }

    public async IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId, IReadOnlyList<string>? ids, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subscription = new Subscription(knowledgeBaseId, TermsOf(ids, options), parts.Time);
        using var scope = new CallScope(parts.Time, Timeout.InfiniteTimeSpan, parts.ClientDisposed, cancellationToken);
        scope.ThrowIfOver();
        var poller = _pollers.Join(knowledgeBaseId, subscription);
        try
        {
            var open = ids is null ? null : new HashSet<string>(ids, StringComparer.Ordinal);
            while (open is not { Count: 0 })
            {
                await NewsAsync(subscription, scope).ConfigureAwait(false);
                while (subscription.TryTake(out var notice))
                {
                    if (ChangeOf(notice, options.Filter?.Status) is { } change)
                    {
                        yield return change;
                    }

                    if (notice.Run.Summary.Status.IsTerminal)
                    {
                        open?.Remove(notice.Run.Summary.Id);
                    }
                }
            }
        }
        finally
        {
            poller.Leave(subscription);
        }
    }

    private static RunChange? ChangeOf(Notice notice, RunStatus? status)
    {
        var current = notice.Run.Summary;
        var isWatched = status is not { Value: not "" } || current.Status == status || notice.Previous?.Status == status;
        return !isWatched || (!notice.Vanished && current.Equals(notice.Previous)) ? null
            : notice.Vanished ? new RunChange { Current = current, Previous = notice.Previous, Kind = RunChangeKind.Vanished }
            : RunChange.Between(notice.Previous, current, notice.Run.TimeLeft);
    }

    private static async ValueTask NewsAsync(Subscription subscription, CallScope scope, Func<Exception>? overdue = null)
    {
        try
        {
            await subscription.WaitAsync(scope.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (scope.Token.IsCancellationRequested)
        {
            throw scope.IsOverdue && overdue is not null ? overdue() : scope.Explain();
        }
    }

    // For a run that Until has ended between two polls of which the first had no need of its full form.
    private async Task<Run> FullAsync(string knowledgeBaseId, RunSummary run, CallScope scope)
    {
        try
        {
            var runs = await list(knowledgeBaseId, new RunFilter { RunIds = [run.Id] }, scope.Token).ConfigureAwait(false);
            return runs.Count > 0
                ? runs[0]
                : throw WaitEndings.NotFound(knowledgeBaseId, [run.Id], TimeSpan.Zero, [run.Id], [run]);
        }
        catch (OperationCanceledException) when (scope.Token.IsCancellationRequested)
        {
            throw scope.Explain();
        }
    }

    private SubscriptionTerms TermsOf(IReadOnlyList<string> ids, WaitOptions options) => new(
        ids,
        IsWait: true,
        options.Until is not null,
        IncludeExisting: true,
        options.MaxConsecutiveFailures,
        options.StallTimeout,
        options.MissingGrace,
        options.Polling ?? parts.Settings.Polling);

    private SubscriptionTerms TermsOf(IReadOnlyList<string>? ids, WatchOptions options) => new(
        ids,
        IsWait: false,
        HasUntil: false,
        options.IncludeExisting,
        options.MaxConsecutiveFailures,
        StallTimeout: Timeout.InfiniteTimeSpan,
        MissingGrace: Timeout.InfiniteTimeSpan,
        options.Polling ?? parts.Settings.Polling);
}
