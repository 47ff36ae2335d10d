namespace KnowledgeBaseClient;

// One session of a replica: its subscriptions, and the results that it has not confirmed yet. Thread-safe.
internal sealed class ReplicaFeed(ClientServices services, PollerTimes times, RunTexts texts)
{
    private readonly object _lock = new();
    private readonly Dictionary<long, RemoteSubscription> _subscriptions = [];
    private readonly FeedRuns _runs = new();
    private readonly FeedResults _results = new(services.Time, times);
    private PollInput? _lastPoll;
    private TimeSpan? _timeToLimit;
    private long _limitSetAt;
    private long _lastAsked = services.Time.GetTimestamp();
    private int _waiting;

    public bool HasExpired =>
        Volatile.Read(ref _waiting) == 0 && services.Time.GetElapsedTime(Volatile.Read(ref _lastAsked)) > times.Lease;

    // Of the replica's waits; null without limits.
    public TimeSpan? TimeToLimit
    {
        get
        {
            lock (_lock)
            {
                var left = _timeToLimit - services.Time.GetElapsedTime(_limitSetAt);
                return left > TimeSpan.Zero ? left : null;
            }
        }
    }

    // Of the newest subscription. Those of older ones may have stopped.
    public RunPoller? Poller
    {
        get
        {
            lock (_lock)
            {
                return _subscriptions.Values.MaxBy(static subscription => subscription.Number)?.Poller;
            }
        }
    }

    public void SetLimit(TimeSpan? timeToLimit)
    {
        lock (_lock)
        {
            (_timeToLimit, _limitSetAt) = (timeToLimit, services.Time.GetTimestamp());
        }
    }

    // Null if the subscription is known already.
    public RemoteSubscription? Add(SubscriptionMessage message)
    {
        lock (_lock)
        {
            var subscription = new RemoteSubscription(message, this);
            if (!_subscriptions.TryAdd(message.Number, subscription))
            {
                return null;
            }

            _runs.Add(subscription);
            return subscription;
        }
    }

    // Null if the subscription is not known.
    public RemoteSubscription? Remove(long number)
    {
        lock (_lock)
        {
            if (_subscriptions.Remove(number, out var subscription))
            {
                _runs.Remove(subscription);
            }

            return subscription;
        }
    }

    public RemoteSubscription? RemoveRun(long number, string id)
    {
        lock (_lock)
        {
            if (_subscriptions.TryGetValue(number, out var subscription))
            {
                _runs.Remove(subscription, id);
            }

            return subscription;
        }
    }

    // Returns the subscriptions that the poller still serves.
    public IReadOnlyList<RemoteSubscription> Close()
    {
        _results.Close();
        lock (_lock)
        {
            List<RemoteSubscription> subscriptions = [.. _subscriptions.Values];
            _subscriptions.Clear();
            return subscriptions;
        }
    }

    public bool HasSentFull(RunSummary run)
    {
        lock (_lock)
        {
            return _runs.HasSentFull(run);
        }
    }

    // Called for each subscription that takes part in the poll, after all its results are known.
    public void Add(Poll poll, bool hasEverSucceeded)
    {
        lock (_lock)
        {
            // Not by the number: the next poller of the knowledge base begins with 1 again.
            if (ReferenceEquals(_lastPoll, poll.Input))
            {
                return;
            }

            _lastPoll = poll.Input;
            var first = _subscriptions.Values
                .Where(subscription => !subscription.IsAnnounced && subscription.FirstPoll <= poll.Input.Number)
                .ToList();
            first.ForEach(static subscription => subscription.IsAnnounced = true);
            var message = new PollMessageBuilder(services, texts, poll, hasEverSucceeded);
            _runs.AddTo(message, poll);
            _results.Add(message.Build([.. first.Select(static subscription => subscription.Number)], times.MaxResponseBytes));
        }
    }

    // The poller has ended the subscription and forgotten it.
    public void AddEnd(RemoteSubscription subscription, Exception reason)
    {
        Remove(subscription.Number);
        if (reason is ObjectDisposedException)
        {
            // The client of this silo, not the caller's: another silo may poll.
            _results.Close();
            return;
        }

        _results.Add([new PollMessage
        {
            Result = 0,
            IsPartial = true,
            Ended = [subscription.Number],
            Failures = [FailureMessage.Of(reason, services.Telemetry.Redact)],
        }]);
    }

    // Completes when there is a result that the replica has not received, at the latest after MaxWait.
    public async Task<PollerResponse> TakeAsync(long lastResult, bool canWait)
    {
        Volatile.Write(ref _lastAsked, services.Time.GetTimestamp());
        _results.Confirm(lastResult);
        if (canWait)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                await _results.WaitAsync().ConfigureAwait(false);
            }
            finally
            {
                Volatile.Write(ref _lastAsked, services.Time.GetTimestamp());
                Interlocked.Decrement(ref _waiting);
            }
        }

        return _results.ToResponse();
    }
}
