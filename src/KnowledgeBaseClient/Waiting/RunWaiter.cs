using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// The waits and watches of one client, each in its caller's own flow: whatever a caller's Until, Progress or loop does delays nobody else.
internal sealed class RunWaiter(PollerParts parts)
{
    private readonly PollerRegistry _pollers = new(parts);

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
        using var scope = new CallContext(parts.Time, options.Timeout, parts.ClientDisposed, cancellationToken);
        var poller = Join(knowledgeBaseId, subscription, scope, TimedOut);
        try
        {
            while (pending.Count > 0)
            {
                var notice = await NextAsync(subscription, scope, TimedOut).ConfigureAwait(false);
                var run = notice.Run;
                if (!pending.Contains(run.Summary.Id))
                {
                    continue;
                }

                options.Progress?.Report(RunChange.Between(notice.Previous, run.Summary, run.TimeLeft));
                if (run.Summary.Status.IsTerminal || options.Until?.Invoke(run.Summary) == true)
                {
                    pending.Remove(run.Summary.Id);
                    poller.Leave(subscription, run.Summary.Id);

                    // The poller reads in full whatever may be what a wait is for.
                    yield return run.Full!;
                }
            }
        }
        finally
        {
            poller.Leave(subscription);
        }

        RunWaitTimeoutException TimedOut() => subscription.TimedOut(options.Timeout);
    }

    public async IAsyncEnumerable<RunChange> WatchAsync(
        string knowledgeBaseId, IReadOnlyList<string>? ids, WatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var subscription = new Subscription(knowledgeBaseId, TermsOf(ids, options), parts.Time);
        using var scope = new CallContext(parts.Time, Timeout.InfiniteTimeSpan, parts.ClientDisposed, cancellationToken);
        var poller = Join(knowledgeBaseId, subscription, scope);
        try
        {
            var open = ids is null ? null : new HashSet<string>(ids, StringComparer.Ordinal);
            while (open is not { Count: 0 })
            {
                var notice = await NextAsync(subscription, scope).ConfigureAwait(false);
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
        finally
        {
            poller.Leave(subscription);
        }
    }

    private RunPoller Join(string knowledgeBaseId, Subscription subscription, CallContext scope, Func<Exception>? overdue = null) =>
        scope.Token.IsCancellationRequested ? throw EndOf(scope, overdue) : _pollers.Join(knowledgeBaseId, subscription);

    private static RunChange? ChangeOf(Notice notice, RunStatus? status)
    {
        var current = notice.Run.Summary;
        var isWatched = status is not { Value: not "" } || current.Status == status || notice.Previous?.Status == status;
        return !isWatched || (!notice.Vanished && current.Equals(notice.Previous)) ? null
            : notice.Vanished ? new RunChange { Current = current, Previous = notice.Previous, Kind = RunChangeKind.Vanished }
            : RunChange.Between(notice.Previous, current, notice.Run.TimeLeft);
    }

    // However much there is to tell, an end that has come meanwhile comes first.
    private static async ValueTask<Notice> NextAsync(Subscription subscription, CallContext scope, Func<Exception>? overdue = null)
    {
        try
        {
            Notice notice;
            do
            {
                await subscription.WaitAsync(scope.Token).ConfigureAwait(false);
            }
            while (!subscription.TryTake(out notice));

            return notice;
        }
        catch (OperationCanceledException) when (scope.Token.IsCancellationRequested)
        {
            throw EndOf(scope, overdue);
        }
    }

    private static Exception EndOf(CallContext scope, Func<Exception>? overdue) =>
        scope.IsOverdue && overdue is not null ? overdue() : scope.Explain();

    private SubscriptionOptions TermsOf(IReadOnlyList<string> ids, WaitOptions options) => new(
        ids,
        IsWait: true,
        options.Until is not null,
        IncludeExisting: true,
        options.MaxConsecutiveFailures,
        options.StallTimeout,
        options.MissingGrace,
        options.Polling ?? parts.Settings.Polling);

    private SubscriptionOptions TermsOf(IReadOnlyList<string>? ids, WatchOptions options) => new(
        ids,
        IsWait: false,
        HasUntil: false,
        options.IncludeExisting,
        options.MaxConsecutiveFailures,
        StallTimeout: Timeout.InfiniteTimeSpan,
        MissingGrace: Timeout.InfiniteTimeSpan,
        options.Polling ?? parts.Settings.Polling);
}
