namespace KnowledgeBaseClient;

// Polls in this process while the cluster is out of reach. Guarded by the lock of the FleetPoller.
internal sealed class FallbackPoller(string knowledgeBaseId, PollerRegistry local, FleetMetrics metrics)
{
    private readonly Dictionary<IPollSubscriber, RunPoller> _pollers = [];

    public bool IsActive { get; private set; }

    public void Start()
    {
        IsActive = true;
        metrics.AddFallback(1);
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

    public void End()
    {
        if (IsActive)
        {
            IsActive = false;
            metrics.AddFallback(-1);
            _pollers.Keys.ToList().ForEach(Leave);
        }
    }
}
