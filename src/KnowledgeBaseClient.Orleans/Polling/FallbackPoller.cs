using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Polls in this process while the cluster is out of reach. Guarded by the lock of the FleetPoller.
internal sealed class FallbackPoller(
    string knowledgeBaseId,
    ClientServices services,
    SubscriptionTable subscriptions,
    PollerRegistry local,
    FleetMetrics metrics,
    ILogger log)
{
    private readonly Dictionary<IPollSubscriber, RunPoller> _pollers = [];

    public bool IsActive { get; private set; }

    // Evaluated on each use: the key to redact may not be known yet.
    private string KnowledgeBaseId => services.Telemetry.Redact(knowledgeBaseId);

    // Has no effect while this process polls already.
    public void Start(TimeSpan unreachableFor, Exception failure, bool hasSucceeded)
    {
        if (!IsActive)
        {
            IsActive = true;
            metrics.AddFallback(1);
            foreach (var subscription in subscriptions.Subscriptions)
            {
                Join(subscription, hasSucceeded);
            }

            var error = services.Telemetry.Redact(failure.Message);
            FleetEvents.FallbackStarted(log, KnowledgeBaseId, unreachableFor, failure.GetType().Name, error);
        }
    }

    // Has no effect while this process does not poll.
    public void Join(IPollSubscriber subscription, bool hasSucceeded)
    {
        if (IsActive)
        {
            _pollers[subscription] = local.Join(knowledgeBaseId, subscription, hasSucceeded);
        }
    }

    public void Leave(IPollSubscriber subscription)
    {
        if (_pollers.Remove(subscription, out var poller))
        {
            poller.Leave(subscription);

            // The numbers of the polls in this process do not count any more.
            subscription.FirstPoll = int.MaxValue;
        }
    }

    public void Leave(IPollSubscriber subscription, string id) => _pollers.GetValueOrDefault(subscription)?.Leave(subscription, id);

    // The cluster is within reach again. Has no effect while this process does not poll.
    public void End()
    {
        if (Stop())
        {
            FleetEvents.FallbackEnded(log, KnowledgeBaseId);
        }
    }

    // No subscription is left.
    public bool Stop()
    {
        var wasActive = IsActive;
        if (wasActive)
        {
            IsActive = false;
            metrics.AddFallback(-1);
            _pollers.Keys.ToList().ForEach(Leave);
        }

        return wasActive;
    }
}
