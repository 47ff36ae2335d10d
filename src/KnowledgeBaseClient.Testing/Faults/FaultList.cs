namespace KnowledgeBaseClient.Testing;

// The faults of a simulator. The first fault that replaces the response of a request wins; delays add up.
internal sealed class FaultList(TimeProvider clock)
{
    private readonly object _lock = new();
    private readonly List<SimulatorFault> _faults = [];

    public TimeProvider Clock { get; } = clock;

    // A fault of one request is removed after it.
    public SimulatorFault Add(Func<ReceivedRequest, FaultEffect?> apply, bool isOnce)
    {
        var fault = new SimulatorFault(this, apply, isOnce);
        lock (_lock)
        {
            _faults.Add(fault);
        }

        return fault;
    }

    public void Remove(SimulatorFault fault)
    {
        lock (_lock)
        {
            _faults.Remove(fault);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    public FaultEffect Apply(ReceivedRequest request)
    {
        var total = default(FaultEffect);
        lock (_lock)
        {
            foreach (var fault in _faults.ToArray())
            {
                if (total.Response is null && fault.Apply(request) is { } effect)
                {
                    if (fault.IsOnce)
                    {
                        _faults.Remove(fault);
                    }

                    total = new FaultEffect(effect.Response, Add(total.Delay, effect.Delay), effect.CutAfter ?? total.CutAfter);
                }
            }
        }

        return total;
    }

    private static TimeSpan Add(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan || other == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : one + other;
}
