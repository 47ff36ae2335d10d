namespace KnowledgeBaseClient;

// Listens to the events of the runs that a poller awaits, while they are few, and makes it poll at once when something happens. An event is
// only a hint: the poll finds out what is true. Follow and Dispose are guarded by the poller's lock.
internal sealed class EventHints(ClientServices services, EventSupport support) : IDisposable
{
    private readonly Dictionary<string, RunEventListener> _listeners = new(StringComparer.Ordinal);
    private TimeSpan _initialInterval;
    private volatile bool _wantsProgress;

    // Every run has a connection, so a poll in the meantime is only a precaution.
    public bool IsComplete => _listeners.Count > 0 && _listeners.Values.All(listener => listener.IsConnected);

    // To be called after each poll.
    public void Follow(SubscriptionTable subscriptions, PollSchedule schedule, TimeSpan initialInterval)
    {
        _initialInterval = initialInterval;
        _wantsProgress = subscriptions.Subscriptions.Any(subscription => subscription.Options.WantsProgress);
        var runIds = RunsToFollow(subscriptions);
        Stop(id => !runIds.Contains(id));
        foreach (var id in runIds.Where(id => !_listeners.ContainsKey(id)))
        {
            _listeners[id] = new RunEventListener(
                services, support, id, (next, previous) => OnEvent(schedule, next, previous), () => OnDisconnected(schedule));
        }
    }

    // When a subscription has left.
    public void StopUnused(SubscriptionTable subscriptions)
    {
        if (_listeners.Count > 0)
        {
            var open = subscriptions.OpenIds.ToHashSet(StringComparer.Ordinal);
            Stop(id => !open.Contains(id));
        }
    }

    public void Dispose() => Stop(static _ => true);

    private void Stop(Func<string, bool> isUnused)
    {
        foreach (var (id, listener) in _listeners.Where(entry => isUnused(entry.Key)).ToList())
        {
            listener.Dispose();
            _listeners.Remove(id);
        }
    }

    private HashSet<string> RunsToFollow(SubscriptionTable subscriptions)
    {
        var max = subscriptions.Subscriptions
            .Select(subscription => subscription.Options.Polling.MaxEventStreams)
            .Append(services.Settings.Polling.MaxEventStreams)
            .Min();
        if (support.IsMissing || max == 0 || subscriptions.IncludesAllRuns)
        {
            return [];
        }

        var open = subscriptions.OpenIds.Take(max + 1).ToList();
        return open.Count > max ? [] : [.. open];
    }

    // Only the end of a run, or a request for a person, concerns a wait that reports no progress.
    private void OnEvent(PollSchedule schedule, RunEvent next, RunStatus? previous)
    {
        var isNewStatus = next.Status is { } status && status != previous;
        if (isNewStatus && (_wantsProgress || next.Status is { IsTerminal: true } || next.Status == RunStatus.AwaitingHumanFeedback))
        {
            schedule.PollWithin(TimeSpan.Zero);
        }
        else if (_wantsProgress)
        {
            schedule.PollWithin(_initialInterval);
        }
    }

    // Events may be lost from now on.
    private void OnDisconnected(PollSchedule schedule) => schedule.RequestBy(_initialInterval);
}
