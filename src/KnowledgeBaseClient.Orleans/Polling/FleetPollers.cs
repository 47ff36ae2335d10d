using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The pollers of one client that belongs to a fleet: one per knowledge base with an active subscription.
internal sealed class FleetPollers(
    ClientServices services,
    PollerRegistry local,
    Func<string, IPollerGrain> getGrain,
    TimeSpan fallbackAfter,
    PollerTimes times,
    FleetMetrics metrics,
    ILogger log)
    : IRunPollers
{
    private readonly object _lock = new();
    private readonly Dictionary<string, FleetPoller> _pollers = new(StringComparer.Ordinal);
    private readonly FleetReach _reach = new(services.Time);

    public IRunPoller Join(string knowledgeBaseId, IPollSubscriber subscription)
    {
        // A poller may stop between the lookup and the attempt to join it.
        while (true)
        {
            var poller = GetOrAdd(knowledgeBaseId);
            if (poller.TryJoin(subscription))
            {
                return poller;
            }
        }
    }

    private FleetPoller GetOrAdd(string knowledgeBaseId)
    {
        lock (_lock)
        {
            if (!_pollers.TryGetValue(knowledgeBaseId, out var poller))
            {
                var reach = new FleetReach(services.Time, _reach);
                var link = new PollerLink(getGrain(knowledgeBaseId), reach, services.Time, times, fallbackAfter);
                var subscriptions = new SubscriptionTable();
                var session = new PollerSession(subscriptions);
                var fallback = new FallbackPoller(knowledgeBaseId, services, subscriptions, local, metrics, log);
                _pollers[knowledgeBaseId] = poller =
                    new FleetPoller(knowledgeBaseId, services, subscriptions, session, link, fallback, Remove);
            }

            return poller;
        }
    }

    private void Remove(FleetPoller poller)
    {
        lock (_lock)
        {
            if (_pollers.GetValueOrDefault(poller.KnowledgeBaseId) == poller)
            {
                _pollers.Remove(poller.KnowledgeBaseId);
            }
        }
    }
}
