namespace KnowledgeBaseClient;

// The processes that have asked lately. Not thread-safe.
internal sealed class BudgetProcesses
{
    private readonly Dictionary<Guid, (TimeSpan AskedAt, int Rate, TimeSpan Delay)> _processes = [];

    public int Count => _processes.Count;

    // The lowest: while a new version with another rate is rolled out, the service is not overloaded.
    public int Rate => _processes.Count == 0 ? 1 : _processes.Values.Min(process => process.Rate);

    // Long enough for the slowest process.
    public TimeSpan Lifetime
    {
        get
        {
            var needed = _processes.Count == 0 ? TimeSpan.Zero : _processes.Values.Max(process => process.Delay) * 1.5;
            return needed < BudgetLimits.MinLifetime ? BudgetLimits.MinLifetime
                : needed > BudgetLimits.MaxLifetime ? BudgetLimits.MaxLifetime
                : needed;
        }
    }

    public void Add(BudgetRequest request, TimeSpan now)
    {
        _processes[request.ProcessId] = (now, Math.Max(1, request.Rate), request.Delay);
        foreach (var (id, process) in _processes)
        {
            if (now - process.AskedAt > BudgetLimits.ProcessLease)
            {
                _processes.Remove(id);
            }
        }
    }
}
