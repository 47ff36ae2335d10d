namespace KnowledgeBaseClient;

// Listens to the events of the runs that a poller awaits, while they are few, and makes it poll at once when something happens. An event is
// only a hint: the poll finds out what is true. All but the callbacks are guarded by the poller's lock.
internal sealed class EventHints(ClientServices services, EventSupport support) : IDisposable
{
    private readonly Dictionary<string, RunEventListener> _listeners = new(StringComparer.Ordinal);
    private TimeSpan _initialInterval;
    private volatile bool _wantsProgress;
    private bool _coversAllRuns;
    private bool _isOff;

    // Every run has a connection that works, so a poll in the meantime is only a precaution. An event that says that a run has finished is
    // different: until a poll confirms it, nothing more is to be expected of its connection.
    public bool IsComplete => _coversAllRuns && _listeners.Count > 0 && _listeners.Values.All(listener => listener.IsReliable);

    // To be called after each poll.
    public void Follow(SubscriptionTable subscriptions, Poll poll, PollSchedule schedule, TimeSpan initialInterval)
    {
        _initialInterval = initialInterval;
        _wantsProgress = subscriptions.Subscriptions.Any(subscription => subscription.Options.WantsProgress);

        // Perhaps because a handler of the application limits the number of connections, and the events take all of them.
        _isOff |= _listeners.Count > 0 && poll.Failures.Exists(static failure => failure is KnowledgeBaseTimeoutException);
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

    // Not those that the service does not list yet: it may not know their events either, and respond as if it had none.
    private HashSet<string> RunsToFollow(SubscriptionTable subscriptions)
    {
        _coversAllRuns = false;
        var max = subscriptions.Subscriptions
            .Select(subscription => subscription.Options.Polling.MaxEventStreams)
            .Append(services.Settings.Polling.MaxEventStreams)
            .Min();
        if (_isOff || support.IsMissing || max == 0 || subscriptions.IncludesAllRuns)
        {
            return [];
        }

        var open = subscriptions.OpenRuns.Take(max + 1).ToList();
        if (open.Count > max)
        {
            return [];
        }

        _coversAllRuns = open.TrueForAll(static run => run.Last is not null);
        return [.. open.Where(static run => run.Last is not null).Select(static run => run.Id)];
    }

    // Only the end of a run, or a request for a person, concerns a wait that reports no progress.
    private void OnEvent(PollSchedule schedule, RunEvent next, RunStatus? previous)
    {
        var isNewStatus = next.Status is { } status && status != previous;
        if (isNewStatus && (_wantsProgress || RunEventListener.SaysDone(next)))
        {
            schedule.PollWithin(TimeSpan.Zero);
        }
        else if (_wantsProgress && next.Kind != RunEventKind.Other)
        {
            schedule.PollWithin(_initialInterval);
        }
    }

    // Events may be lost from now on.
    private void OnDisconnected(PollSchedule schedule) => schedule.PollWithin(_initialInterval);
}
