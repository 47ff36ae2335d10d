namespace KnowledgeBaseClient;

// The subscriptions to one knowledge base, by run, and the last state of each run. Not thread-safe: guarded by the poller's lock.
internal sealed class SubscriptionTable
{
    private readonly HashSet<Subscription> _subscriptions = [];
    private readonly HashSet<Subscription> _watchesOfAll = [];
    private readonly Dictionary<string, TrackedRun> _runs = new(StringComparer.Ordinal);

    // No run left to poll for: the remaining subscribers only have buffered changes to read.
    public bool IsEmpty => !IncludesAllRuns && !OpenIds.Any();

    public IReadOnlyCollection<Subscription> Subscriptions => _subscriptions;

    public bool IncludesAllRuns => _watchesOfAll.Count > 0;

    public IEnumerable<string> OpenIds => _runs.Values.Where(run => run.IsOpen).Select(run => run.Id);

    public int OtherStatusCount => _runs.Values.Count(run => run.IsOpen && run.HasOtherStatus);

    public void Add(Subscription subscription)
    {
        _subscriptions.Add(subscription);
        if (subscription.Options.Ids is null)
        {
            _watchesOfAll.Add(subscription);
        }

        foreach (var id in subscription.Options.Ids ?? [])
        {
            GetOrAdd(id).Subscriptions.Add(subscription);
        }
    }

    public void Remove(Subscription subscription)
    {
        if (_subscriptions.Remove(subscription))
        {
            if (_watchesOfAll.Remove(subscription) && !IncludesAllRuns)
            {
                _runs.Values.ToList().ForEach(RemoveIfUnused);
            }

            foreach (var id in subscription.Options.Ids ?? [])
            {
                Remove(subscription, id);
            }
        }
    }

    public void Remove(Subscription subscription, string id)
    {
        if (_runs.TryGetValue(id, out var run))
        {
            run.Subscriptions.Remove(subscription);
            RemoveIfUnused(run);
        }
    }

    // Each subscriber gets its own exception: a shared one would mix up their stack traces.
    public void EndAll(Func<Exception> createReason)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.End(createReason());
        }

        _subscriptions.Clear();
        _watchesOfAll.Clear();
        _runs.Clear();
    }

    public bool IsOpen(string id) => _runs.TryGetValue(id, out var run) && run.IsOpen;

    public bool NeedsFull(RunSummary summary) =>
        _runs.TryGetValue(summary.Id, out var run) && run.Subscriptions.Exists(subscription => subscription.NeedsFull(summary));

    // Delivers the results of a poll to its subscriptions. True if any run has changed.
    public bool Apply(Poll poll, TimeSpan now)
    {
        var hasChanges = false;
        foreach (var snapshot in poll.Runs.Values)
        {
            hasChanges |= Apply(snapshot, now);
        }

        foreach (var run in poll.MissingIds.Select(_runs.GetValueOrDefault).OfType<TrackedRun>())
        {
            run.IsMissing = true;
            hasChanges |= !poll.HasAllRuns && run.MarkVanished();
            run.Subscriptions.ForEach(subscription => subscription.AddMissing(run.Id));
        }

        if (poll.HasAllRuns)
        {
            foreach (var watch in _watchesOfAll)
            {
                watch.AddAllRuns();
            }

            foreach (var vanished in _runs.Values.Where(run => run.Last is not null && !poll.Runs.ContainsKey(run.Id)).ToList())
            {
                hasChanges |= vanished.MarkVanished();
                foreach (var watch in _watchesOfAll)
                {
                    watch.AddMissing(vanished.Id);
                }

                RemoveIfUnused(vanished);
            }
        }

        return hasChanges;
    }

    // Ends the subscriptions whose limits this poll has exceeded, and those that a failure ends.
    public void CompletePoll(Poll poll, bool hasEverSucceeded)
    {
        AddFailures(poll);
        foreach (var subscription in _subscriptions.Where(subscription => subscription.FirstPoll <= poll.Number).ToList())
        {
            if (subscription.CompletePoll(hasEverSucceeded))
            {
                Remove(subscription);
            }
        }
    }

    private bool Apply(RunSnapshot snapshot, TimeSpan now)
    {
        var summary = snapshot.Summary;
        if (!_runs.ContainsKey(summary.Id) && !IncludesAllRuns)
        {
            return false;
        }

        var run = GetOrAdd(summary.Id);
        var hasChanged = run.Update(summary, now);
        snapshot = snapshot with { TimeLeft = run.TimeLeft };
        foreach (var watch in _watchesOfAll)
        {
            watch.Add(snapshot);
        }

        // A subscription that joined during the poll may need the full run, which this poll has not read: the next poll delivers it.
        foreach (var subscription in run.Subscriptions.ToList())
        {
            if (snapshot.Full is null && subscription.NeedsFull(summary))
            {
                continue;
            }

            subscription.Add(snapshot);
            if (summary.Status.IsTerminal)
            {
                run.Subscriptions.Remove(subscription);
            }
        }

        RemoveIfUnused(run);
        return hasChanged;
    }

    // Only a failed request for one of its own runs counts against a subscription.
    private void AddFailures(Poll poll)
    {
        foreach (var (id, failure) in poll.Failures.Count == 0 ? [] : poll.FailedIds())
        {
            foreach (var subscription in _runs.TryGetValue(id, out var run) ? run.Subscriptions : [])
            {
                if (subscription.FirstPoll <= poll.Number)
                {
                    subscription.AddFailure(id, failure, poll.StartedAt);
                }
            }
        }

        foreach (var watch in poll.AllRunsFailure is null ? [] : _watchesOfAll)
        {
            if (watch.FirstPoll <= poll.Number)
            {
                watch.AddFailure(null, poll.AllRunsFailure!, poll.StartedAt);
            }
        }
    }

    private void RemoveIfUnused(TrackedRun run)
    {
        if (!run.IsOpen && !(IncludesAllRuns && run.Last is not null))
        {
            _runs.Remove(run.Id);
        }
    }

    private TrackedRun GetOrAdd(string id)
    {
        if (!_runs.TryGetValue(id, out var run))
        {
            _runs[id] = run = new TrackedRun(id);
        }

        return run;
    }
}
