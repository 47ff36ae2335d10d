namespace KnowledgeBaseClient;

// The queued requests of a process, by knowledge base. Starts a pump for a knowledge base with its first request; it ends when the queue is
// empty. Thread-safe.
internal sealed class BudgetLanes(Action<string> startPump)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, LinkedList<BudgetWaiter>> _lanes = new(StringComparer.Ordinal);
    private Exception? _closedBy;

    public async Task<BudgetToken> WaitAsync(string knowledgeBase, bool isFirst, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new BudgetWaiter();
        var node = Add(knowledgeBase, waiter, isFirst);
        var registration = cancellationToken.UnsafeRegister(_ => Cancel(node, cancellationToken), null);
        await using (registration.ConfigureAwait(false))
        {
            return await waiter.Token.ConfigureAwait(false);
        }
    }

    // For the pump: how many requests are queued. Zero ends the pump.
    public int CountOrEnd(string knowledgeBase)
    {
        lock (_lock)
        {
            if (_lanes.TryGetValue(knowledgeBase, out var lane) && lane.Count == 0)
            {
                _lanes.Remove(knowledgeBase);
            }

            return lane?.Count ?? 0;
        }
    }

    public void Grant(string knowledgeBase, int tokens, BudgetToken token)
    {
        lock (_lock)
        {
            if (_lanes.TryGetValue(knowledgeBase, out var lane))
            {
                for (; tokens > 0 && lane.First is { } first; tokens--)
                {
                    lane.RemoveFirst();
                    first.Value.Grant(token);
                }
            }
        }
    }

    public void Close(Exception reason)
    {
        lock (_lock)
        {
            _closedBy = reason;
            foreach (var waiter in _lanes.Values.SelectMany(lane => lane))
            {
                waiter.Fail(reason);
            }

            _lanes.Clear();
        }
    }

    private LinkedListNode<BudgetWaiter> Add(string knowledgeBase, BudgetWaiter waiter, bool isFirst)
    {
        LinkedListNode<BudgetWaiter> node;
        bool isNew;
        lock (_lock)
        {
            if (_closedBy is not null)
            {
                throw _closedBy;
            }

            isNew = !_lanes.TryGetValue(knowledgeBase, out var lane);
            _lanes[knowledgeBase] = lane ??= [];
            node = isFirst ? lane.AddFirst(waiter) : lane.AddLast(waiter);
        }

        if (isNew)
        {
            startPump(knowledgeBase);
        }

        return node;
    }

    private void Cancel(LinkedListNode<BudgetWaiter> node, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            node.List?.Remove(node);
            node.Value.Cancel(cancellationToken);
        }
    }
}
