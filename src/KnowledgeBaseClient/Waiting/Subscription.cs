using System.Diagnostics.CodeAnalysis;

namespace KnowledgeBaseClient;

// One wait or watch: buffers changes between the poller, which never waits for a subscriber, and the caller that reads them. The buffer
// never holds more than two states per run, so that a slow caller costs bounded memory. Thread-safe.
internal sealed class Subscription(string knowledgeBaseId, SubscriptionOptions options, TimeProvider time)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, BufferedRun> _runs = new(StringComparer.Ordinal);
    private readonly Queue<BufferedRun> _queue = new();
    private readonly long _started = time.GetTimestamp();
    private TaskCompletionSource _signal = NewSignal();
    private TimeSpan _lastChange;
    private bool _hasBaseline;
    private int _failures;
    private Exception? _endReason;

    public SubscriptionOptions Options { get; } = options;

    // The first poll that includes its runs. Set by the poller.
    public int FirstPoll { get; set; }

    // Since this subscription was created.
    private TimeSpan Elapsed => time.GetElapsedTime(_started);

    // Whether this state may complete the wait, whose caller then receives the full run.
    public bool NeedsFull(RunSummary run)
    {
        if (!Options.IsWait || !(run.Status.IsTerminal || Options.HasUntil))
        {
            return false;
        }

        lock (_lock)
        {
            return !(_runs.TryGetValue(run.Id, out var buffered) && run.Equals(buffered.Last));
        }
    }

    public void Add(RunSnapshot snapshot)
    {
        lock (_lock)
        {
            var run = GetOrAdd(snapshot.Summary.Id);
            run.MissingSince = null;
            if (snapshot.Summary.Equals(run.Last))
            {
                return;
            }

            _lastChange = Elapsed;
            if (!_hasBaseline && !Options.IncludeExisting)
            {
                run.SetBaseline(snapshot.Summary);

                // Not a change, but the watch must be notified that this run has finished.
                if (Options.Ids is not null && snapshot.Summary.Status.IsTerminal && run.Add(snapshot))
                {
                    Enqueue(run);
                }
            }
            else if (run.Add(snapshot))
            {
                Enqueue(run);
            }
        }
    }

    // The service did not list the run although it was requested.
    public void AddMissing(string id)
    {
        lock (_lock)
        {
            var run = GetOrAdd(id);
            if (Options.IsWait)
            {
                run.MissingSince ??= run.Last is null ? TimeSpan.Zero : Elapsed;
            }
            else if (run.Last is not null)
            {
                _lastChange = Elapsed;
                if (run.AddVanished())
                {
                    Enqueue(run);
                }
            }
        }
    }

    // Applies the outcome of a poll: null, or the failure that concerns this subscription. True if a limit ended it.
    public bool CompletePoll(Exception? failure)
    {
        lock (_lock)
        {
            _hasBaseline |= failure is null;
            _failures = failure is null ? 0 : _failures + 1;
            if ((failure is null ? ExceededLimit() : TooManyFailures(failure)) is { } end)
            {
                End(end);
            }

            return _endReason is not null;
        }
    }

    public void End(Exception reason)
    {
        lock (_lock)
        {
            _endReason ??= reason;
            _signal.TrySetResult();
        }
    }

    // The time until the next stall or missing limit: a poll must be due by then. Null without limits.
    public TimeSpan? TimeToNextLimit()
    {
        lock (_lock)
        {
            TimeSpan? next = Options.StallTimeout == Timeout.InfiniteTimeSpan ? null : _lastChange + Options.StallTimeout;
            if (Options.MissingGrace != Timeout.InfiniteTimeSpan)
            {
                foreach (var run in _runs.Values)
                {
                    next = run.MissingSince + Options.MissingGrace is { } limit && !(next < limit) ? limit : next;
                }
            }

            return next - Elapsed;
        }
    }

    // The caller has the result of this run, which may be missing from now on.
    public void MarkDone(string id)
    {
        lock (_lock)
        {
            var run = GetOrAdd(id);
            (run.IsDone, run.MissingSince) = (true, null);
        }
    }

    public RunWaitTimeoutException TimedOut(TimeSpan timeout)
    {
        lock (_lock)
        {
            return WaitExceptions.TimedOut(GetState(), timeout);
        }
    }

    // Completes when there is a change to take, or throws the exception that ended the subscription.
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (NextSignal() is { } signal)
        {
            await signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    // Changes that were buffered before the end are still delivered.
    public bool TryTake([NotNullWhen(true)] out RunSnapshot? snapshot)
    {
        lock (_lock)
        {
            snapshot = null;
            if (!_queue.TryDequeue(out var run))
            {
                return false;
            }

            if (run.Take(out snapshot))
            {
                _queue.Enqueue(run);
            }
            else if (snapshot.HasVanished)
            {
                _runs.Remove(snapshot.Summary.Id);
            }

            return true;
        }
    }

    // Null when there is a change to take.
    private Task? NextSignal()
    {
        lock (_lock)
        {
            if (_queue.Count > 0)
            {
                return null;
            }

            if (_endReason is not null)
            {
                throw _endReason;
            }

            if (_signal.Task.IsCompleted)
            {
                _signal = NewSignal();
            }

            return _signal.Task;
        }
    }

    private RunWaitException? ExceededLimit()
    {
        var missing = _runs
            .Where(run => run.Value.MissingSince is { } since && HasElapsed(since, Options.MissingGrace))
            .Select(run => run.Key)
            .ToList();
        return missing.Count > 0 ? WaitExceptions.NotFound(GetState(), missing, Options.MissingGrace)
            : HasElapsed(_lastChange, Options.StallTimeout) ? WaitExceptions.Stalled(GetState(), Options.StallTimeout)
            : null;
    }

    private RunPollingException? TooManyFailures(Exception failure) =>
        _failures > Options.MaxConsecutiveFailures ? WaitExceptions.PollsFailed(GetState(), _failures, Options, failure) : null;

    private bool HasElapsed(TimeSpan since, TimeSpan limit) => limit != Timeout.InfiniteTimeSpan && Elapsed - since >= limit;

    private WaitState GetState() => new(
        knowledgeBaseId,
        [.. (Options.Ids ?? []).Where(id => !_runs.TryGetValue(id, out var run) || run.IsPending)],
        [.. _runs.Values.Select(run => run.Last).OfType<RunSummary>()]);

    private BufferedRun GetOrAdd(string id)
    {
        if (!_runs.TryGetValue(id, out var run))
        {
            _runs[id] = run = new BufferedRun();
        }

        return run;
    }

    private void Enqueue(BufferedRun run)
    {
        _queue.Enqueue(run);
        _signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
