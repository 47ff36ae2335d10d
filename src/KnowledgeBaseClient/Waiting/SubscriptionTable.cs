namespace KnowledgeBaseClient;

// Who wants to know what of the runs of one knowledge base, and what is known of them. Not thread-safe: the poller guards it.
internal sealed class SubscriptionTable
{
    private readonly HashSet<Subscription> _subscriptions = [];
    private readonly HashSet<Subscription> _watchers = [];
    private readonly Dictionary<string, TrackedRun> _runs = new(StringComparer.Ordinal);

    // Nobody wants to know anything more: whoever is still there has yet to read that all his runs have ended.
    public bool IsEmpty => !WantsEverything && !OpenIds.Any();

    public IReadOnlyCollection<Subscription> Subscriptions => _subscriptions;

    // Someone watches every run.
    public bool WantsEverything => _watchers.Count > 0;

    public IEnumerable<string> OpenIds => _runs.Values.Where(run => run.IsOpen).Select(run => run.Id);

    // As far as is known.
    public int NeitherQueuedNorRunning => _runs.Values.Count(run => run.IsOpen && run.Last?.Status != RunStatus.Queued && run.Last?.Status != RunStatus.Running);

    public void Add(Subscription subscription)
    {
        _subscriptions.Add(subscription);
        if (subscription.Terms.Ids is null)
        {
            _watchers.Add(subscription);
        }

        foreach (var id in subscription.Terms.Ids ?? [])
        {
            RunWith(id).Subscriptions.Add(subscription);
        }
    }

    public void Remove(Subscription subscription)
    {
        if (_subscriptions.Remove(subscription))
        {
            if (_watchers.Remove(subscription) && !WantsEverything)
            {
                _runs.Values.ToList().ForEach(ForgetUnused);
            }

            foreach (var id in subscription.Terms.Ids ?? [])
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
            ForgetUnused(run);
        }
    }

    public void EndAll(Exception end)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.End(end);
        }

        _subscriptions.Clear();
        _watchers.Clear();
        _runs.Clear();
    }

    public bool NeedsFull(RunSummary summary) =>
        _runs.TryGetValue(summary.Id, out var run) && run.Subscriptions.Exists(subscription => subscription.NeedsFull(summary));

    // Tells everyone what the poll has brought. True when anything has changed.
    public bool Apply(PollResult round, TimeSpan now)
    {
        var changed = false;
        foreach (var polled in round.Runs.Values)
        {
            changed |= Apply(polled, now);
        }

        foreach (var run in round.Missing.Select(_runs.GetValueOrDefault).OfType<TrackedRun>())
        {
            changed |= !round.Everything && run.Vanish();
            run.Subscriptions.ForEach(subscription => subscription.OfferMissing(run.Id));
        }

        if (round is { Everything: true, Failures.Count: 0 })
        {
            foreach (var gone in _runs.Values.Where(run => run.Last is not null && !round.Runs.ContainsKey(run.Id)).ToList())
            {
                changed |= gone.Vanish();
                Tell(_watchers, subscription => subscription.OfferMissing(gone.Id));
                ForgetUnused(gone);
            }
        }

        return changed;
    }

    // Ends the subscriptions that the poll was one too many for.
    public void Conclude(PollResult round)
    {
        foreach (var subscription in _subscriptions.Where(subscription => subscription.FirstRound <= round.Number).ToList())
        {
            if (subscription.Conclude(FailureFor(subscription, round)))
            {
                Remove(subscription);
            }
        }
    }

    private bool Apply(RunSnapshot polled, TimeSpan now)
    {
        var summary = polled.Summary;
        if (!_runs.ContainsKey(summary.Id) && !WantsEverything)
        {
            return false;
        }

        var run = RunWith(summary.Id);
        var changed = run.See(summary, now);
        polled = polled with { TimeLeft = run.TimeLeft };
        Tell(_watchers, subscription => subscription.Offer(polled));

        // One that came while the poll was under way may need the full form, which this poll did not know: it gets it from the next.
        foreach (var subscription in run.Subscriptions.Where(subscription => polled.Full is not null || !subscription.NeedsFull(summary)).ToList())
        {
            subscription.Offer(polled);
            if (summary.Status.IsTerminal)
            {
                run.Subscriptions.Remove(subscription);
            }
        }

        ForgetUnused(run);
        return changed;
    }

    private Exception? FailureFor(Subscription subscription, PollResult round) =>
        round.Failures.Count == 0 ? null
        : subscription.Terms.Ids is not { } ids ? round.Failures[0]
        : ids.Where(id => _runs.TryGetValue(id, out var run) && run.Subscriptions.Contains(subscription))
            .Where(id => !round.Runs.ContainsKey(id))
            .Select(round.Failed.GetValueOrDefault)
            .FirstOrDefault(failure => failure is not null);

    private static void Tell(HashSet<Subscription> subscriptions, Action<Subscription> what)
    {
        foreach (var subscription in subscriptions)
        {
            what(subscription);
        }
    }

    private void ForgetUnused(TrackedRun run)
    {
        if (!run.IsOpen && !(WantsEverything && run.Last is not null))
        {
            _runs.Remove(run.Id);
        }
    }

    private TrackedRun RunWith(string id)
    {
        if (!_runs.TryGetValue(id, out var run))
        {
            _runs[id] = run = new TrackedRun(id);
        }

        return run;
    }
}
