using System.Collections.Concurrent;

namespace KnowledgeBaseClient;

// Serves the replicas of a cluster with the polls of one knowledge base by one client. The calls of a grain interleave, but do not run at
// the same time; those of a test may.
internal sealed class PollerHub(string knowledgeBaseId, ClientServices services, PollerRegistry pollers, PollerTimes times)
{
    private readonly ConcurrentDictionary<Guid, ReplicaFeed> _feeds = new();
    private readonly RunTexts _texts = new();

    public int ReplicaCount => _feeds.Count;

    public Task<PollerResponse> AskAsync(PollerRequest request)
    {
        if (!_feeds.TryGetValue(request.Session, out var feed))
        {
            if (!request.IsFirst)
            {
                return Task.FromResult(new PollerResponse { IsUnknownSession = true });
            }

            Drop(request.ReplacedSession);
            _feeds[request.Session] = feed = new ReplicaFeed(services, times, _texts);
        }

        if (request.IsLast)
        {
            Drop(request.Session);
            return Task.FromResult(new PollerResponse());
        }

        Change(feed, request);
        return feed.TakeAsync(request.LastResult, request.CanWait);
    }

    // Replicas that have not asked for a while.
    public void DropExpired()
    {
        foreach (var session in _feeds.Where(static feed => feed.Value.HasExpired).Select(static feed => feed.Key).ToList())
        {
            Drop(session);
        }
    }

    // The replicas begin a new session with the next poller.
    public void Close()
    {
        foreach (var session in _feeds.Keys.ToList())
        {
            Drop(session);
        }
    }

    // A repeated request changes nothing.
    private void Change(ReplicaFeed feed, PollerRequest request)
    {
        feed.SetLimit(request.TimeToLimit);
        foreach (var subscription in request.Added)
        {
            if (feed.Add(subscription) is { } added)
            {
                added.Poller = pollers.Join(knowledgeBaseId, added, subscription.HasSucceeded);
            }
        }

        foreach (var done in request.Done)
        {
            if (feed.RemoveRun(done.Subscription, done.RunId) is { } subscription)
            {
                subscription.Poller?.Leave(subscription, done.RunId);
            }
        }

        foreach (var number in request.Removed)
        {
            Leave(feed.Remove(number));
        }

        if (request.TimeToLimit is { } limit)
        {
            feed.Poller?.PollWithin(limit);
        }
    }

    private void Drop(Guid session)
    {
        if (_feeds.TryRemove(session, out var feed))
        {
            foreach (var subscription in feed.Close())
            {
                Leave(subscription);
            }
        }
    }

    private static void Leave(RemoteSubscription? subscription) => subscription?.Poller?.Leave(subscription);
}
