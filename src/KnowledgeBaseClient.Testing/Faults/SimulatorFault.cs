namespace KnowledgeBaseClient.Testing;

/// <summary>A fault of a <see cref="KnowledgeBaseSimulator"/>. Disposing it removes it. Thread-safe.</summary>
public sealed class SimulatorFault : IDisposable
{
    private readonly FaultList _faults;
    private readonly Func<ReceivedRequest, FaultEffect?> _apply;
    private int _count;

    internal SimulatorFault(FaultList faults, Func<ReceivedRequest, FaultEffect?> apply, bool isOnce) =>
        (_faults, _apply, IsOnce) = (faults, apply, isOnce);

    /// <summary>Gets the number of requests that met this fault.</summary>
    public int Count => Volatile.Read(ref _count);

    internal bool IsOnce { get; }

    /// <summary>Removes the fault: it has no effect on later requests.</summary>
    public void Dispose() => _faults.Remove(this);

    internal FaultEffect? Apply(ReceivedRequest request)
    {
        var effect = _apply(request);
        if (effect is not null)
        {
            Interlocked.Increment(ref _count);
        }

        return effect;
    }
}
