namespace KnowledgeBaseClient;

// One wait or watch: a mailbox between the poller, which never waits for anyone, and a reader who may take his time. It holds the latest of
// each run, so that it never grows beyond the runs there are. Thread-safe.
internal sealed class Subscription(string knowledgeBaseId, SubscriptionOptions terms, TimeProvider time)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, SeenRun> _runs = new(StringComparer.Ordinal);
    private readonly Queue<SeenRun> _queue = new();
    private readonly long _began = time.GetTimestamp();
    private TaskCompletionSource _news = NoNews();
    private TimeSpan _changed;
    private bool _polled;
    private int _failures;
    private Exception? _end;

    public SubscriptionOptions Terms { get; } = terms;

    // The first poll that asks on its behalf. Set by the poller.
    public int FirstRound { get; set; }

    private TimeSpan Now => time.GetElapsedTime(_began);

    // Whether this state of a run may be what its reader waits for, who then gets the run in full.
    public bool NeedsFull(RunSummary run)
    {
        if (!Terms.IsWait || !(run.Status.IsTerminal || Terms.HasUntil))
        {
            return false;
        }

        lock (_lock)
        {
            return !(_runs.TryGetValue(run.Id, out var seen) && run.Equals(seen.Last));
        }
    }

    public void Offer(RunSnapshot polled)
    {
        lock (_lock)
        {
            var run = RunWith(polled.Summary.Id);
            run.MissingSince = null;
            if (polled.Summary.Equals(run.Last))
            {
                return;
            }

            _changed = Now;
            if (!_polled && !Terms.IncludeExisting)
            {
                run.Baseline(polled.Summary);

                // No change, but the reader has to know that there is nothing to wait for.
                if (Terms.Ids is not null && polled.Summary.Status.IsTerminal && run.Offer(polled))
                {
                    Queue(run);
                }
            }
            else if (run.Offer(polled))
            {
                Queue(run);
            }
        }
    }

    // The service was asked for the run and does not list it.
    public void OfferMissing(string id)
    {
        lock (_lock)
        {
            var run = RunWith(id);
            if (Terms.IsWait)
            {
                run.MissingSince ??= run.Last is null ? TimeSpan.Zero : Now;
            }
            else if (run.Last is not null)
            {
                _changed = Now;
                if (run.OfferVanished())
                {
                    Queue(run);
                }
            }
        }
    }

    // After each poll: what has failed of it for this subscription, if anything. True when that, or what has lasted too long, ends it.
    public bool Conclude(Exception? failure)
    {
        lock (_lock)
        {
            _polled |= failure is null;
            _failures = failure is null ? 0 : _failures + 1;
            if ((failure is null ? LastedTooLong() : FailedTooOften(failure)) is { } end)
            {
                End(end);
            }

            return _end is not null;
        }
    }

    public void End(Exception end)
    {
        lock (_lock)
        {
            _end ??= end;
            _news.TrySetResult();
        }
    }

    // Until when the next poll should not be put off, because something may have lasted too long by then.
    public TimeSpan? TimeToNextLimit()
    {
        lock (_lock)
        {
            TimeSpan? next = Terms.StallTimeout == Timeout.InfiniteTimeSpan ? null : _changed + Terms.StallTimeout;
            if (Terms.MissingGrace != Timeout.InfiniteTimeSpan)
            {
                foreach (var run in _runs.Values)
                {
                    next = run.MissingSince + Terms.MissingGrace is { } end && !(next < end) ? end : next;
                }
            }

            return next - Now;
        }
    }

    // The reader has what it waited for of this run, which may be missing from now on.
    public void Done(string id)
    {
        lock (_lock)
        {
            var run = RunWith(id);
            (run.IsDone, run.MissingSince) = (true, null);
        }
    }

    public RunWaitTimeoutException TimedOut(TimeSpan timeout)
    {
        lock (_lock)
        {
            return WaitExceptions.TimedOut(knowledgeBaseId, timeout, Pending(), Seen());
        }
    }

    // Completes when there is something to take, or throws what has ended the subscription.
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (NextNews() is { } news)
        {
            await news.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    // What came before the end is still given out.
    public bool TryTake(out Notice notice)
    {
        lock (_lock)
        {
            notice = default;
            if (!_queue.TryDequeue(out var run))
            {
                return false;
            }

            if (run.Take(out notice))
            {
                _queue.Enqueue(run);
            }
            else if (notice.Vanished)
            {
                _runs.Remove(notice.Run.Summary.Id);
            }

            return true;
        }
    }

    // Null when there is something to take.
    private Task? NextNews()
    {
        lock (_lock)
        {
            if (_queue.Count > 0)
            {
                return null;
            }

            if (_end is not null)
            {
                throw _end;
            }

            if (_news.Task.IsCompleted)
            {
                _news = NoNews();
            }

            return _news.Task;
        }
    }

    private RunWaitException? LastedTooLong()
    {
        var missing = _runs.Where(run => run.Value.MissingSince is { } since && IsOver(since, Terms.MissingGrace)).Select(run => run.Key).ToList();
        return missing.Count > 0 ? WaitExceptions.NotFound(knowledgeBaseId, missing, Terms.MissingGrace, Pending(), Seen())
            : IsOver(_changed, Terms.StallTimeout) ? WaitExceptions.Stalled(knowledgeBaseId, Terms.StallTimeout, Pending(), Seen())
            : null;
    }

    private RunPollingException? FailedTooOften(Exception failure) =>
        _failures > Terms.MaxConsecutiveFailures ? WaitExceptions.PollsFailed(knowledgeBaseId, _failures, failure, Pending(), Seen()) : null;

    private bool IsOver(TimeSpan since, TimeSpan limit) => limit != Timeout.InfiniteTimeSpan && Now - since >= limit;

    private List<string> Pending() => [.. (Terms.Ids ?? []).Where(id => !_runs.TryGetValue(id, out var run) || run.IsPending)];

    private List<RunSummary> Seen() => [.. _runs.Values.Select(run => run.Last).OfType<RunSummary>()];

    private SeenRun RunWith(string id)
    {
        if (!_runs.TryGetValue(id, out var run))
        {
            _runs[id] = run = new SeenRun();
        }

        return run;
    }

    private void Queue(SeenRun run)
    {
        _queue.Enqueue(run);
        _news.TrySetResult();
    }

    private static TaskCompletionSource NoNews() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
