namespace KnowledgeBaseClient;

// The pollers of one client: one for each knowledge base that someone waits on.
internal sealed class PollerRegistry(PollerParts parts)
{
    private readonly object _lock = new();
    private readonly long _origin = parts.Time.GetTimestamp();
    private readonly Dictionary<string, RunPoller> _pollers = new(StringComparer.Ordinal);

    // Until when the service wants no request for a knowledge base that nobody waits on any more.
    private readonly Dictionary<string, TimeSpan> _heldUntil = new(StringComparer.Ordinal);

    private TimeSpan Now => parts.Time.GetElapsedTime(_origin);

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
                var held = _heldUntil.Remove(knowledgeBaseId, out var until) && until > Now ? until - Now : TimeSpan.Zero;
                _pollers[knowledgeBaseId] = poller = new RunPoller(knowledgeBaseId, parts, held, Remove);
            }

            return poller;
        }
    }

    private void Remove(RunPoller poller, TimeSpan heldFor)
    {
        lock (_lock)
        {
            foreach (var over in _heldUntil.Where(held => held.Value <= Now).Select(held => held.Key).ToList())
            {
                _heldUntil.Remove(over);
            }

            if (heldFor > TimeSpan.Zero)
            {
                _heldUntil[poller.KnowledgeBaseId] = Now + heldFor;
            }

            if (_pollers.GetValueOrDefault(poller.KnowledgeBaseId) == poller)
            {
                _pollers.Remove(poller.KnowledgeBaseId);
            }
        }
    }
}
