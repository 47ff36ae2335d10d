namespace KnowledgeBaseClient.Testing;

// The faults of a simulator. The first fault that replaces the response of a request wins; delays add up. Conditions are code of the test,
// which runs without a lock.
internal sealed class FaultList(TimeProvider clock)
{
    private readonly object _lock = new();
    private readonly List<SimulatorFault> _faults = [];

    public TimeProvider Clock { get; } = clock;

    public void Add(SimulatorFault fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
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
        SimulatorFault[] faults;
        lock (_lock)
        {
            faults = [.. _faults];
        }

        var total = default(FaultEffect);
        foreach (var fault in faults)
        {
            if ((total.Response is null || !fault.Responds) && fault.Apply(request) is { } effect)
            {
                total = new FaultEffect(
                    total.Response ?? effect.Response,
                    Add(total.Delay, effect.Delay),
                    total.CutAfter ?? effect.CutAfter,
                    total.CutRequestAfter ?? effect.CutRequestAfter,
                    total.LosesResponse || effect.LosesResponse,
                    total.Events == EventDisturbance.None ? effect.Events : total.Events);
            }
        }

        return total;
    }

    private static TimeSpan Add(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan || other == Timeout.InfiniteTimeSpan || one > TimeSpan.MaxValue - other
            ? Timeout.InfiniteTimeSpan
            : one + other;
}
