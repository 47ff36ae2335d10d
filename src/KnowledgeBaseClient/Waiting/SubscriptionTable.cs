namespace KnowledgeBaseClient;

// The subscriptions to one knowledge base, by run, and the last state of each run. Not thread-safe: guarded by the poller's lock.
internal sealed class SubscriptionTable
{
    private readonly HashSet<IPollSubscriber> _subscriptions = [];
    private readonly HashSet<IPollSubscriber> _watchesOfAll = [];
    private readonly Dictionary<string, TrackedRun> _runs = new(StringComparer.Ordinal);

    // No run left to poll for: the remaining subscribers only have buffered changes to read.
    public bool IsEmpty => !IncludesAllRuns && !OpenIds.Any();

    public IReadOnlyCollection<IPollSubscriber> Subscriptions => _subscriptions;

    public bool IncludesAllRuns => _watchesOfAll.Count > 0;

    // Those that subscriptions name, and all that were listed while a watch includes all runs.
    public IReadOnlyCollection<TrackedRun> Runs => _runs.Values;

    public TrackedRun? Find(string id) => _runs.GetValueOrDefault(id);

    public IEnumerable<TrackedRun> OpenRuns => _runs.Values.Where(run => run.IsOpen);

    public IEnumerable<string> OpenIds => OpenRuns.Select(run => run.Id);

    public int OtherStatusCount => _runs.Values.Count(run => run.IsOpen && run.HasOtherStatus);

    public PollingOptions ShortestIntervals() => new()
    {
        InitialInterval = _subscriptions.Min(subscription => subscription.Options.Polling.InitialInterval),
        MaxInterval = _subscriptions.Min(subscription => subscription.Options.Polling.MaxInterval),
    };

    public void Add(IPollSubscriber subscription)
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

    public void Remove(IPollSubscriber subscription)
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

    // False if nothing more was expected of the run.
    public bool Remove(IPollSubscriber subscription, string id)
    {
        var wasOpen = _runs.TryGetValue(id, out var run) && run.Subscriptions.Remove(subscription);
        if (wasOpen)
        {
            RemoveIfUnused(run!);
        }

        return wasOpen;
    }

    public bool WasListed(string id) => _runs.TryGetValue(id, out var run) && run.Last is not null;

    // Each subscriber gets its own exception: a shared one would mix up their stack traces. Ends those that joined before the given poll.
    public void EndAll(Func<Exception> createReason, int lastPoll = int.MaxValue)
    {
        foreach (var subscription in _subscriptions.Where(subscription => subscription.FirstPoll <= lastPoll).ToList())
        {
            subscription.End(createReason());
            Remove(subscription);
        }
    }

    public bool NeedsFull(RunSummary summary) =>
        _runs.TryGetValue(summary.Id, out var run) && run.Subscriptions.Exists(subscription => subscription.NeedsFull(summary));

    // Delivers the results of a poll to its subscriptions. Returns how many runs have changed.
    public int Apply(Poll poll, TimeSpan now)
    {
        var changes = InOrder(poll.Runs.Values).Count(snapshot => Apply(snapshot, now, poll));
        foreach (var (id, time) in poll.UnlistedAt)
        {
            if (_runs.TryGetValue(id, out var run) && !poll.Runs.ContainsKey(id) && !poll.FailureById.ContainsKey(id))
            {
                run.IsMissing = true;
                foreach (var subscription in run.Subscriptions.Where(subscription => subscription.FirstPoll <= poll.Input.Number))
                {
                    subscription.AddMissing(id, time);
                }

                changes += MarkVanished(run, time) ? 1 : 0;
            }
        }

        if (poll.HasAllRuns)
        {
            foreach (var watch in _watchesOfAll.Where(watch => watch.FirstPoll <= poll.Input.Number))
            {
                watch.AddAllRuns();
            }

            foreach (var run in _runs.Values.Where(run => !poll.Runs.ContainsKey(run.Id)).ToList())
            {
                changes += MarkVanished(run, poll.Input.StartedAt) ? 1 : 0;
            }
        }

        return changes;
    }

    // Ends the subscriptions whose limits this poll has exceeded, and those that a failure ends.
    public void CompletePoll(Poll poll, bool hasEverSucceeded)
    {
        AddFailures(poll);
        foreach (var subscription in _subscriptions.Where(subscription => subscription.FirstPoll <= poll.Input.Number).ToList())
        {
            if (subscription.CompletePoll(poll, hasEverSucceeded))
            {
                Remove(subscription);
            }
        }
    }

    // Changed runs in the order in which they ended. For a new subscription, all are changed. Sorting all runs every time is expensive.
    private IEnumerable<RunSnapshot> InOrder(IReadOnlyCollection<RunSnapshot> snapshots)
    {
        if (_subscriptions.Any(subscription => subscription.IsStarting))
        {
            return snapshots.OrderBy(snapshot => snapshot.Summary.FinishedAt);
        }

        var changed = snapshots.Where(HasChanged).OrderBy(snapshot => snapshot.Summary.FinishedAt).ToList();
        return changed.Count == 0 ? snapshots : snapshots.Where(snapshot => !HasChanged(snapshot)).Concat(changed);

        // The summary of an unchanged run comes from a cache.
        bool HasChanged(RunSnapshot snapshot) =>
            !ReferenceEquals(_runs.GetValueOrDefault(snapshot.Summary.Id)?.Last, snapshot.Summary);
    }

    private bool Apply(RunSnapshot snapshot, TimeSpan now, Poll poll)
    {
        var summary = snapshot.Summary;
        if (!_runs.ContainsKey(summary.Id) && !IncludesAllRuns)
        {
            return false;
        }

        var run = GetOrAdd(summary.Id);
        var previous = run.Last?.Status;
        var hasChanged = run.Update(summary, now);
        if (hasChanged && summary.Status != previous)
        {
            poll.AddNewStatus(summary.Status);
        }

        snapshot = snapshot with { TimeLeft = run.TimeLeft };
        foreach (var watch in _watchesOfAll)
        {
            watch.Add(snapshot, poll.Input.StartedAt);
        }

        // A subscription that joined during the poll may need the full run, which this poll has not read: the next poll delivers it.
        foreach (var subscription in run.Subscriptions.ToList())
        {
            if (!subscription.Accepts(poll) || (snapshot.Full is null && subscription.NeedsFull(summary)))
            {
                continue;
            }

            subscription.Add(snapshot, poll.Input.StartedAt);
            if (subscription.Options.IsDone(summary))
            {
                run.Subscriptions.Remove(subscription);
            }
        }

        RemoveIfUnused(run);
        return hasChanged;
    }

    // True if it was listed before: then the watches of all runs have not been told yet.
    private bool MarkVanished(TrackedRun run, long time)
    {
        var hasVanished = run.MarkVanished();
        foreach (var watch in hasVanished ? _watchesOfAll : [])
        {
            watch.AddMissing(run.Id, time);
        }

        RemoveIfUnused(run);
        return hasVanished;
    }

    // A failed request counts only against the subscriptions whose runs it was for.
    private void AddFailures(Poll poll)
    {
        foreach (var (id, failure) in poll.FailureById)
        {
            if (_runs.TryGetValue(id, out var run) && !poll.Runs.ContainsKey(id))
            {
                foreach (var subscription in run.Subscriptions.Where(subscription => subscription.FirstPoll <= poll.Input.Number))
                {
                    subscription.AddFailure(id, failure);
                }
            }
        }

        if (poll.AllRunsFailure is { } allRunsFailure)
        {
            foreach (var watch in _watchesOfAll.Where(watch => watch.FirstPoll <= poll.Input.Number))
            {
                watch.AddFailure(SubscriptionLimits.AllRuns, allRunsFailure);
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
