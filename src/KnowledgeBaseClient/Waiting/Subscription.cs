using System.Diagnostics.CodeAnalysis;

namespace KnowledgeBaseClient;

// One wait or watch: buffers changes between the poller, which never waits for a subscriber, and the caller that reads them. The buffer
// never holds more than two states per run, so that a slow caller costs bounded memory. Thread-safe.
internal sealed class Subscription(string knowledgeBaseId, SubscriptionOptions options, TimeProvider time) : IPollSubscriber
{
    private readonly object _lock = new();
    private readonly Dictionary<string, BufferedRun> _runs = new(StringComparer.Ordinal);
    private readonly ChangeQueue _queue = new();
    private readonly long _started = time.GetTimestamp();
    private readonly SubscriptionLimits _limits = new(options);
    private readonly ChangeSignal _signal = new(time);
    private bool _hasBaseline;
    private Exception? _endReason;

    public SubscriptionOptions Options { get; } = options;

    public WaitTelemetry? Telemetry { get; init; }

    public int FirstPoll { get; set; }

    public bool IsStarting { get; private set; } = true;

    private TimeSpan Elapsed => time.GetElapsedTime(_started);

    public bool NeedsFull(RunSummary run)
    {
        if (!Options.IsWait || !(Options.IsDone(run) || Options.HasUntil))
        {
            return false;
        }

        lock (_lock)
        {
            return !(_runs.TryGetValue(run.Id, out var buffered) && run.Equals(buffered.Last));
        }
    }

    // Also those of a poll that had begun before.
    public bool Accepts(Poll poll) => true;

    public void Add(RunSnapshot snapshot, long requestedAfter)
    {
        lock (_lock)
        {
            _limits.AddResult(snapshot.Summary.Id, SinceStart(requestedAfter));
            _limits.Forget(snapshot.Summary.Id);
            var run = GetOrAdd(snapshot.Summary.Id);
            if (snapshot.Summary.Equals(run.Last))
            {
                return;
            }

            _limits.AddChange(Elapsed);
            var isInitial = run.Last is null && !(Options.Ids is null ? _hasBaseline : run.IsKnown);
            var isBaseline = isInitial && !Options.IncludesInitial(snapshot.Summary);
            var isEnd = snapshot.Summary.Status.IsTerminal;
            var hasEnded = isEnd && run.Last?.Status.IsTerminal != true;
            run.IsKnown = true;
            if (isBaseline)
            {
                run.SetBaseline(snapshot.Summary);
            }

            // A baseline is not a change, but a watch of this run must be notified that it has finished.
            if ((!isBaseline || (isEnd && Options.Ids is not null)) && (run.Add(snapshot with { IsInitial = isInitial }) || hasEnded))
            {
                Enqueue(run);
            }
        }
    }

    public void AddMissing(string id, long timestamp)
    {
        lock (_lock)
        {
            var run = GetOrAdd(id);
            var responseTime = SinceStart(timestamp);
            var isAfterOutage = _limits.AddResult(id, responseTime);
            _limits.AddMissing(id, run.Last is null && !isAfterOutage ? TimeSpan.Zero : responseTime, responseTime);
            run.IsKnown = true;
            if (!Options.IsWait && run.Last is not null)
            {
                _limits.AddChange(Elapsed);
                if (run.AddVanished())
                {
                    Enqueue(run);
                }
            }
        }
    }

    public void AddAllRuns()
    {
        lock (_lock)
        {
            _limits.Forget(SubscriptionLimits.AllRuns);
            _hasBaseline = true;
        }
    }

    public void AddFailure(string id, RequestFailure failure)
    {
        lock (_lock)
        {
            _limits.AddFailure(id, failure.Exception, SinceStart(failure.StartedAt), SinceStart(failure.EndedAt));
        }
    }

    public bool CompletePoll(Poll poll, bool hasEverSucceeded)
    {
        lock (_lock)
        {
            IsStarting &= !(Options.Ids is null ? poll.HasAllRuns : poll.Failures.Count == 0);
            _limits.AddPoll(poll, SinceStart(poll.Input.StartedAt), Elapsed);
            if (_limits.CompletePoll(hasEverSucceeded, GetState) is { } end)
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
            _signal.Set();
        }
    }

    public void Close() => _signal.Close();

    public TimeSpan? TimeToNextLimit()
    {
        lock (_lock)
        {
            return _limits.TimeToNext(Elapsed);
        }
    }

    public void MarkDone(string id)
    {
        lock (_lock)
        {
            GetOrAdd(id).IsDone = true;
            _limits.Forget(id);
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

    // Whether there is a change to take.
    public bool HasChanges()
    {
        lock (_lock)
        {
            return !_queue.IsEmpty;
        }
    }

    // Changes that were buffered before the end are still delivered.
    public bool TryTake([NotNullWhen(true)] out RunSnapshot? snapshot)
    {
        snapshot = null;
        lock (_lock)
        {
            if (!_queue.TryDequeue(out var run))
            {
                return false;
            }

            if (run.Take(out snapshot))
            {
                _queue.Enqueue(run);
            }
            else if (snapshot.HasVanished && Options.Ids is null)
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
            if (!_queue.IsEmpty)
            {
                return null;
            }

            if (_endReason is not null)
            {
                throw _endReason;
            }

            return _signal.WaitAsync();
        }
    }

    private TimeSpan SinceStart(long timestamp) => time.GetElapsedTime(_started, timestamp);

    private WaitState GetState() => new(
        knowledgeBaseId,
        [.. (Options.Ids ?? []).Where(id => _runs.GetValueOrDefault(id) is not { } run || !run.HasResult(Options))],
        [.. _runs.Values.Select(run => run.Last).OfType<RunSummary>()]);

    private BufferedRun GetOrAdd(string id) => _runs.TryGetValue(id, out var run) ? run : _runs[id] = new BufferedRun();

    private void Enqueue(BufferedRun run)
    {
        _queue.Enqueue(run);
        _signal.Set();
    }
}
