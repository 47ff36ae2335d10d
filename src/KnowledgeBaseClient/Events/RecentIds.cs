namespace KnowledgeBaseClient;

// The ids of the events received last, to recognize those that the service sends again. Not thread-safe.
internal sealed class RecentIds
{
    private const int MaxCount = 1000;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    // Nothing was added, with or without an id.
    public bool IsEmpty { get; private set; } = true;

    // False if the id was added before. An event without an id is always new.
    public bool Add(string? id)
    {
        IsEmpty = false;
        if (id is null)
        {
            return true;
        }

        if (!_ids.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > MaxCount)
        {
            _ids.Remove(_order.Dequeue());
        }

        return true;
    }
}
