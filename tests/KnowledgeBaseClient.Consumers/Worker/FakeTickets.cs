namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>A ticket system in memory, for tests.</summary>
internal sealed class FakeTickets : ITickets
{
    private readonly object _lock = new();
    private readonly List<Ticket> _opened = [];
    private readonly List<string> _requested = [];

    /// <summary>Gets the tickets, in the order in which they were opened.</summary>
    public IReadOnlyList<Ticket> Opened
    {
        get
        {
            lock (_lock)
            {
                return [.. _opened];
            }
        }
    }

    /// <summary>Gets the ids of the runs for which the worker requested a ticket, repeated requests included.</summary>
    public IReadOnlyList<string> Requested
    {
        get
        {
            lock (_lock)
            {
                return [.. _requested];
            }
        }
    }

    public Task OpenAsync(Ticket ticket, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _requested.Add(ticket.RunId);
            if (_opened.TrueForAll(opened => opened.RunId != ticket.RunId))
            {
                _opened.Add(ticket);
            }
        }

        return Task.CompletedTask;
    }
}
