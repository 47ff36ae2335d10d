namespace KnowledgeBaseClient;

// The runs of one session, and what the replica knows of them. Guarded by the lock of the feed.
internal sealed class FeedRuns
{
    private readonly Dictionary<string, FeedRun> _runs = new(StringComparer.Ordinal);
    private int _watchesOfAll;

    public void Add(RemoteSubscription subscription)
    {
        if (subscription.Options.Ids is null)
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
    }

    public void Remove(RemoteSubscription subscription)
    {
        _watchesOfAll -= subscription.Options.Ids is null ? 1 : 0;
        foreach (var id in subscription.OpenIds.ToList())
        {
            Remove(subscription, id);
        }

        if (_watchesOfAll == 0 && subscription.Options.Ids is null)
        {
            Others().ForEach(id => _runs.Remove(id));
        }
    }

    public void Remove(RemoteSubscription subscription, string id)
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

    public bool HasSentFull(RunSummary run) =>
        _runs.GetValueOrDefault(run.Id) is { IsFull: true } known && run.Equals(known.Sent);

    // Adds what the replica does not know.
    public void AddTo(PollMessageBuilder message, Poll poll)
    {
        if (_watchesOfAll > 0)
        {
            AddOthersTo(message, poll);
        }

        foreach (var (id, run) in _runs.Where(static entry => entry.Value.Subscriptions.Count > 0).ToList())
        {
            AddTo(message, poll, id, run);
        }
    }

    // Runs that no subscription names, for watches of all runs.
    private void AddOthersTo(PollMessageBuilder message, Poll poll)
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

        foreach (var id in poll.HasAllRuns ? Others() : [])
        {
            if (!poll.Runs.ContainsKey(id))
            {
                message.AddVanished(id);
                _runs.Remove(id);
            }
        }
    }

    private void AddTo(PollMessageBuilder message, Poll poll, string id, FeedRun run)
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
            Remove(subscription, id);
        }
    }

    private List<string> Others() =>
        [.. _runs.Where(static entry => entry.Value.Subscriptions.Count == 0).Select(static entry => entry.Key)];

    private FeedRun GetOrAdd(string id) => _runs.TryGetValue(id, out var run) ? run : _runs[id] = new FeedRun();
}
