namespace KnowledgeBaseClient.Testing;

// Draws once for each request, however many faults ask. Thread-safe.
internal sealed class RequestDraws(double probability, int seed)
{
    private readonly object _lock = new();
    private readonly Random _random = new(seed);
    private ReceivedRequest? _last;
    private bool _isHit;

    public bool IsHit(ReceivedRequest request)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_last, request))
            {
                (_last, _isHit) = (request, _random.NextDouble() < probability);
            }

            return _isHit;
        }
    }
}
