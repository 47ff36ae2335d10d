namespace KnowledgeBaseClient;

// The pollers of one client: one per knowledge base with an active subscription.
internal sealed class PollerRegistry(ClientServices services, RequestPlanner planner) : IRunPollers
{
    private readonly object _lock = new();
    private readonly EventSupport _events = new(services);
    private readonly long _origin = services.Time.GetTimestamp();
    private readonly Dictionary<string, RunPoller> _pollers = new(StringComparer.Ordinal);

    // Keeps a Retry-After longer than the poller that received it.
    private readonly Dictionary<string, TimeSpan> _notBefore = new(StringComparer.Ordinal);

    // Since this object was created.
    private TimeSpan Elapsed => services.Time.GetElapsedTime(_origin);

    IRunPoller IRunPollers.Join(string knowledgeBaseId, IPollSubscriber subscription) => Join(knowledgeBaseId, subscription);

    public RunPoller Join(string knowledgeBaseId, IPollSubscriber subscription, bool hasSucceeded = false)
    {
        // A poller may stop between the lookup and the attempt to join it.
        while (true)
        {
            var poller = GetOrAdd(knowledgeBaseId);
            if (poller.TryJoin(subscription, hasSucceeded))
            {
                return poller;
            }
        }
    }

    private RunPoller GetOrAdd(string knowledgeBaseId)
    {
        lock (_lock)
        {
            if (!_pollers.TryGetValue(knowledgeBaseId, out var poller))
            {
                _notBefore.Remove(knowledgeBaseId, out var notBefore);
                var retryAfter = TimeSpans.Max(notBefore - Elapsed, TimeSpan.Zero);
                _pollers[knowledgeBaseId] = poller = new RunPoller(knowledgeBaseId, services, planner, _events, retryAfter, Remove);
            }

            return poller;
        }
    }

    private void Remove(RunPoller poller, TimeSpan retryAfterLeft)
    {
        lock (_lock)
        {
            foreach (var expired in _notBefore.Where(entry => entry.Value <= Elapsed).Select(entry => entry.Key).ToList())
            {
                _notBefore.Remove(expired);
            }

            if (retryAfterLeft > TimeSpan.Zero)
            {
                _notBefore[poller.KnowledgeBaseId] = Elapsed + retryAfterLeft;
            }

            if (_pollers.GetValueOrDefault(poller.KnowledgeBaseId) == poller)
            {
                _pollers.Remove(poller.KnowledgeBaseId);
            }
        }
    }
}
