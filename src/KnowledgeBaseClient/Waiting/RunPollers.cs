namespace KnowledgeBaseClient;

// The pollers of one client: one for each knowledge base that someone waits on.
internal sealed class RunPollers(PollerParts parts)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, RunPoller> _pollers = new(StringComparer.Ordinal);

    public RunPoller Join(string knowledgeBaseId, Subscription subscription)
    {
        while (true)
        {
            var poller = PollerOf(knowledgeBaseId);
            if (poller.TryJoin(subscription))
            {
                return poller;
            }
        }
    }

    private RunPoller PollerOf(string knowledgeBaseId)
    {
        lock (_lock)
        {
            if (!_pollers.TryGetValue(knowledgeBaseId, out var poller))
            {
                _pollers[knowledgeBaseId] = poller = new RunPoller(knowledgeBaseId, parts, Remove);
            }

            return poller;
        }
    }

    private void Remove(RunPoller poller)
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
