namespace KnowledgeBaseClient;

// Waits until the runs of a wait have finished, or it ends otherwise. Retries every failure to read them until the deadline.
internal sealed class RunsOfWait(ActiveWait wait, WaitShard shard, WaitShardServices services)
{
    // Like WaitOptions: timers support at most about 49.7 days.
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(49);

    // For a wait that is resumed after its deadline: runs that have finished meanwhile are handed over as finished.
    private static readonly TimeSpan MinTimeoutWhenResumed = TimeSpan.FromSeconds(30);

    // Without jitter: waits that the same poll has failed ask again together, in one poll.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    private WaitEntry Entry => wait.Entry;

    private DateTimeOffset Now => services.Time.GetUtcNow();

    public async Task<WaitOutcome> WaitAsync(bool isResumed)
    {
        var end = EndOf(isResumed);
        for (var delay = FirstDelay; ; delay = TimeSpans.Min(delay * 2, MaxDelay))
        {
            Exception failure;
            try
            {
                return await AskAsync(end).ConfigureAwait(true);
            }
            catch (Exception caught) when (!wait.HasEnded)
            {
                failure = caught;
            }

            var reason = ErrorText.Of(failure, services.Redact);
            Entry.LastError = reason;
            var next = TimeSpans.Max(TimeSpans.Min(delay, LeftUntil(end)), TimeSpan.Zero);
            var sentence = Sentence.End(reason);
            DurableWaitEvents.WaitFailed(services.Logger, Entry.Id, wait.KnowledgeBaseId, sentence, next);
            await Task.Delay(next, services.Time, wait.Ended).ConfigureAwait(true);
            if (LeftUntil(end) <= TimeSpan.Zero)
            {
                return new WaitOutcome([], TimedOut([], [], failure));
            }

            if (!services.HasClient)
            {
                shard.MoveUnlessDelivering();
            }
        }
    }

    private async Task<WaitOutcome> AskAsync(DateTimeOffset? end)
    {
        var left = LeftUntil(end);
        if (left <= TimeSpan.Zero)
        {
            return new WaitOutcome([], TimedOut([], [], cause: null));
        }

        var client = services.GetClient();
        var options = new WaitOptions
        {
            Timeout = end is null ? Timeout.InfiniteTimeSpan : left,
            MissingGrace = Entry.MissingGrace < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Entry.MissingGrace),
            OutageTimeout = Timeout.InfiniteTimeSpan,
        };
        var outcome = await Task.Run(
            () => WaitOutcome.CollectAsync(client, wait.KnowledgeBaseId, Entry.RunIds, options, wait.Ended), wait.Ended)
            .ConfigureAwait(true);
        if (Entry.Failures == 0)
        {
            Entry.LastError = null;
        }

        return outcome.Failure is RunWaitTimeoutException timeout
            ? outcome with { Failure = TimedOut(outcome.Runs, timeout.LastSeen, cause: null) }
            : outcome;
    }

    private DateTimeOffset? EndOf(bool isResumed)
    {
        if (Entry.Deadline is not { } milliseconds)
        {
            return null;
        }

        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var earliest = Now + MinTimeoutWhenResumed;
        return isResumed && deadline < earliest ? earliest : deadline;
    }

    private TimeSpan LeftUntil(DateTimeOffset? end) => end is null ? MaxTimeout : TimeSpans.Min(end.Value - Now, MaxTimeout);

    // With the limit that the application has set, not with what was left of it for the last request.
    private RunWaitTimeoutException TimedOut(IReadOnlyList<Run> finished, IReadOnlyList<RunSummary> lastSeen, Exception? cause)
    {
        var timeout = TimeSpan.FromMilliseconds(Entry.Deadline!.Value - Entry.RegisteredAt);
        var ids = finished.Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        string[] pending = [.. Entry.RunIds.Where(id => !ids.Contains(id))];
        var reason = cause is null ? "" : $"The last failure was: {Sentence.End(ErrorText.Of(cause, services.Redact))} ";
        return new RunWaitTimeoutException(
            $"The durable wait {Entry.Id} for runs of the knowledge base {wait.KnowledgeBaseId} did not complete within "
            + $"{Duration.Format(timeout)} ({nameof(DurableWait)}.{nameof(DurableWait.Timeout)}); {pending.Length} of "
            + $"{Entry.RunIds.Length} runs are pending. {reason}Pending runs continue on the service: register another wait for them.",
            cause)
        {
            Timeout = timeout,
            Pending = pending,
            LastSeen = lastSeen,
        };
    }
}
