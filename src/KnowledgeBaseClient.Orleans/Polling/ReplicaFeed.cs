namespace KnowledgeBaseClient;

// One session of a replica: its subscriptions, what it knows of their runs, and the results that it has not confirmed yet. Thread-safe.
internal sealed class ReplicaFeed(ClientServices services, PollerTimes times, RunTexts texts)
{
    private readonly object _lock = new();
    private readonly Dictionary<long, RemoteSubscription> _subscriptions = [];
    private readonly Dictionary<string, FeedRun> _runs = new(StringComparer.Ordinal);
    private readonly FeedResults _results = new(services.Time, times);
    private int _watchesOfAll;
    private int _lastPoll;
    private long? _limit;
    private TimeSpan _timeToLimit;
    private long _lastAsked = services.Time.GetTimestamp();
    private int _waiting;

    public bool HasExpired => _waiting == 0 && services.Time.GetElapsedTime(_lastAsked) > times.Lease;

    // Of the replica's waits; null without limits.
    public TimeSpan? TimeToLimit
    {
        get
        {
            lock (_lock)
            {
                var left = _timeToLimit - (_limit is { } since ? services.Time.GetElapsedTime(since) : TimeSpan.Zero);
                return _limit is null || left <= TimeSpan.Zero ? null : left;
            }
        }
    }

    // All subscriptions have the same one, unless it has stopped in between.
    public RunPoller? Poller
    {
        get
        {
            lock (_lock)
            {
                return _subscriptions.Values.LastOrDefault(static subscription => subscription.Poller is not null)?.Poller;
            }
        }
    }

    public void SetLimit(TimeSpan? timeToLimit)
    {
        lock (_lock)
        {
            _limit = timeToLimit is null ? null : services.Time.GetTimestamp();
            _timeToLimit = timeToLimit ?? TimeSpan.Zero;
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

            if (message.RunIds is null)
            {
                _watchesOfAll++;
                foreach (var run in _runs.Values)
                {
                    run.Sent = null;
                }
            }

            foreach (var id in subscription.OpenIds)
            {
                var run = GetOrAdd(id);
                run.Subscriptions.Add(subscription);

                // The new subscription does not know the state that was sent before.
                run.Sent = null;
            }

            return subscription;
        }
    }

    // Null if the subscription is not known.
    public RemoteSubscription? Remove(long number)
    {
        lock (_lock)
        {
            if (!_subscriptions.Remove(number, out var subscription))
            {
                return null;
            }

            _watchesOfAll -= subscription.Options.Ids is null ? 1 : 0;
            foreach (var id in subscription.OpenIds.ToList())
            {
                RemoveRun(subscription, id);
            }

            return subscription;
        }
    }

    public RemoteSubscription? RemoveRun(long number, string id)
    {
        lock (_lock)
        {
            if (_subscriptions.GetValueOrDefault(number) is not { } subscription)
            {
                return null;
            }

            RemoveRun(subscription, id);
            return subscription;
        }
    }

    public IReadOnlyList<RemoteSubscription> Close()
    {
        _results.Close();
        lock (_lock)
        {
            List<RemoteSubscription> subscriptions = [.. _subscriptions.Values];
            _subscriptions.Clear();
            _runs.Clear();
            return subscriptions;
        }
    }

    public bool HasSentFull(RunSummary run)
    {
        lock (_lock)
        {
            return _runs.GetValueOrDefault(run.Id) is { IsFull: true } known && run.Equals(known.Sent);
        }
    }

    // Called for each subscription that takes part in the poll, after all its results are known.
    public void Add(Poll poll, bool hasEverSucceeded)
    {
        lock (_lock)
        {
            if (_lastPoll == poll.Input.Number)
            {
                return;
            }

            _lastPoll = poll.Input.Number;
            var first = _subscriptions.Values
                .Where(subscription => !subscription.IsAnnounced && subscription.FirstPoll <= poll.Input.Number)
                .ToList();
            first.ForEach(static subscription => subscription.IsAnnounced = true);
            var message = new PollMessageBuilder(services, texts, poll, hasEverSucceeded);
            if (_watchesOfAll > 0)
            {
                AddOtherRuns(message, poll);
            }

            foreach (var (id, run) in _runs.Where(static entry => entry.Value.Subscriptions.Count > 0).ToList())
            {
                AddRun(message, poll, id, run);
            }

            _results.Add(message.Build([.. first.Select(static subscription => subscription.Number)], times.MaxResponseBytes));
        }
    }

    // The poller has ended the subscription and forgotten it.
    public void AddEnd(RemoteSubscription subscription, Exception reason)
    {
        Remove(subscription.Number);
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
        _lastAsked = services.Time.GetTimestamp();
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
                _lastAsked = services.Time.GetTimestamp();
                Interlocked.Decrement(ref _waiting);
            }
        }

        return _results.ToResponse();
    }

    // Runs that no subscription names, for watches of all runs.
    private void AddOtherRuns(PollMessageBuilder message, Poll poll)
    {
        foreach (var snapshot in poll.Runs.Values)
        {
            var run = GetOrAdd(snapshot.Summary.Id);
            if (run.Subscriptions.Count == 0 && !snapshot.Summary.Equals(run.Sent))
            {
                message.AddRun(snapshot.Summary, full: null);
                (run.Sent, run.IsFull) = (snapshot.Summary, false);
            }
        }

        if (poll.HasAllRuns)
        {
            var others = _runs.Where(static entry => entry.Value.Subscriptions.Count == 0).Select(static entry => entry.Key);
            foreach (var id in others.Where(id => !poll.Runs.ContainsKey(id)).ToList())
            {
                message.AddVanished(id);
                _runs.Remove(id);
            }
        }
    }

    private void AddRun(PollMessageBuilder message, Poll poll, string id, FeedRun run)
    {
        if (!poll.Runs.TryGetValue(id, out var snapshot))
        {
            message.AddUnknown(id);
            run.Sent = poll.UnlistedAt.ContainsKey(id) ? null : run.Sent;
            return;
        }

        var full = run.Subscriptions.Exists(subscription => subscription.WantsFull(snapshot.Summary)) ? snapshot.Full : null;
        if (!snapshot.Summary.Equals(run.Sent) || (full is not null && !run.IsFull))
        {
            message.AddRun(snapshot.Summary, full);
            (run.Sent, run.IsFull) = (snapshot.Summary, full is not null);
        }

        // Nothing more is expected of a run that is done for a subscription: the poller has removed it, too.
        foreach (var subscription in run.Subscriptions.Where(subscription => subscription.IsDone(snapshot.Summary, run.IsFull)).ToList())
        {
            RemoveRun(subscription, id);
        }
    }

    private void RemoveRun(RemoteSubscription subscription, string id)
    {
        if (subscription.OpenIds.Remove(id) && _runs.TryGetValue(id, out var run))
        {
            run.Subscriptions.Remove(subscription);
            if (run.Subscriptions.Count == 0 && _watchesOfAll == 0)
            {
                _runs.Remove(id);
            }
        }
    }

    private FeedRun GetOrAdd(string id) => _runs.TryGetValue(id, out var run) ? run : _runs[id] = new FeedRun();
}
