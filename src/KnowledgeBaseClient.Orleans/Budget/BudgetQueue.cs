namespace KnowledgeBaseClient;

// The held calls. Knowledge bases take turns, and within one its processes: one with a thousand requests does not delay another for more
// than its turn. Not thread-safe.
internal sealed class BudgetQueue
{
    // By knowledge base; the front is next.
    private readonly Dictionary<string, LinkedList<BudgetAsk>> _asks = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();

    public bool IsEmpty => _asks.Count == 0;

    public TimeSpan? OldestAskedAt => IsEmpty ? null : _asks.Values.Min(asks => asks.Min(ask => ask.AskedAt));

    // Returns the call that the new one replaces: its process has given up on it.
    public BudgetAsk? Add(BudgetAsk ask)
    {
        var knowledgeBase = ask.Request.KnowledgeBaseId;
        if (!_asks.TryGetValue(knowledgeBase, out var asks))
        {
            _asks[knowledgeBase] = asks = [];
            _turns.Enqueue(knowledgeBase);
        }

        var replaced = asks.FirstOrDefault(other => other.Request.ProcessId == ask.Request.ProcessId);
        if (replaced is null)
        {
            asks.AddLast(ask);
        }
        else
        {
            asks.Find(replaced)!.Value = ask;
        }

        return replaced;
    }

    // Distributes tokens, one per turn, and returns the calls that got some. They leave the queue.
    public IReadOnlyCollection<BudgetAsk> Serve(int tokens)
    {
        var served = new HashSet<BudgetAsk>();
        while (tokens > 0 && _turns.TryDequeue(out var knowledgeBase))
        {
            var asks = _asks[knowledgeBase];
            var ask = asks.First!.Value;
            asks.RemoveFirst();
            ask.Tokens++;
            tokens--;
            served.Add(ask);
            if (ask.Tokens < ask.Request.Count)
            {
                asks.AddLast(ask);
            }

            KeepTurn(knowledgeBase, asks);
        }

        RemoveAll(served.Contains);
        return served;
    }

    public IReadOnlyCollection<BudgetAsk> RemoveAskedBefore(TimeSpan time) => RemoveAll(ask => ask.AskedAt <= time);

    private void KeepTurn(string knowledgeBase, LinkedList<BudgetAsk> asks)
    {
        if (asks.Count > 0)
        {
            _turns.Enqueue(knowledgeBase);
        }
        else
        {
            _asks.Remove(knowledgeBase);
        }
    }

    private List<BudgetAsk> RemoveAll(Func<BudgetAsk, bool> matches)
    {
        List<BudgetAsk> removed = [];
        for (var turn = _turns.Count; turn > 0; turn--)
        {
            var knowledgeBase = _turns.Dequeue();
            var asks = _asks[knowledgeBase];
            for (var node = asks.First; node is not null;)
            {
                var next = node.Next;
                if (matches(node.Value))
                {
                    removed.Add(node.Value);
                    asks.Remove(node);
                }

                node = next;
            }

            KeepTurn(knowledgeBase, asks);
        }

        return removed;
    }
}
