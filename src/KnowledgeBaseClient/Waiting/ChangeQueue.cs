using System.Diagnostics.CodeAnalysis;

namespace KnowledgeBaseClient;

// The runs with undelivered changes. A run that has ended while it was queued moves to the end: so finished runs are delivered in the order
// in which they finished, and a caller that stores the last one it has handled loses none. Guarded by the subscription's lock.
internal sealed class ChangeQueue
{
    private readonly LinkedList<BufferedRun> _runs = new();

    public bool IsEmpty => _runs.Count == 0;

    // At most once per run.
    public void Enqueue(BufferedRun run)
    {
        if (run.QueueNode is { } node)
        {
            _runs.Remove(node);
        }

        run.QueueNode = _runs.AddLast(run);
    }

    public bool TryDequeue([NotNullWhen(true)] out BufferedRun? run)
    {
        run = _runs.First?.Value;
        if (run is null)
        {
            return false;
        }

        _runs.RemoveFirst();
        run.QueueNode = null;
        return true;
    }
}
