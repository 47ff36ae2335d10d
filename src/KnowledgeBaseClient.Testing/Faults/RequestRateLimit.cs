namespace KnowledgeBaseClient.Testing;

// Accepts this number of requests within any second. Thread-safe.
internal sealed class RequestRateLimit(int perSecond)
{
    private readonly Queue<DateTimeOffset> _accepted = new();

    public bool TryAccept(DateTimeOffset now)
    {
        lock (_accepted)
        {
            while (_accepted.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromSeconds(1))
            {
                _accepted.Dequeue();
            }

            if (_accepted.Count == perSecond)
            {
                return false;
            }

            _accepted.Enqueue(now);
            return true;
        }
    }
}
