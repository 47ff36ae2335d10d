namespace KnowledgeBaseClient.Testing;

/// <summary>A fault of a <see cref="KnowledgeBaseSimulator"/>. Disposing it removes it. Thread-safe.</summary>
public sealed class SimulatorFault : IDisposable
{
    private readonly FaultList _faults;
    private readonly Func<ReceivedRequest, bool> _concerns;
    private readonly Func<ReceivedRequest, FaultEffect?> _effect;
    private readonly bool _isOnce;
    private int _isUsed;
    private int _count;

    internal SimulatorFault(
        FaultList faults, Func<ReceivedRequest, bool> concerns, Func<ReceivedRequest, FaultEffect?> effect, bool responds, bool isOnce) =>
        (_faults, _concerns, _effect, Responds, _isOnce) = (faults, concerns, effect, responds, isOnce);

    /// <summary>Gets the number of requests that met this fault.</summary>
    public int Count => Volatile.Read(ref _count);

    // Replaces the response. Other faults only delay or cut it.
    internal bool Responds { get; }

    /// <summary>Removes the fault: it has no effect on later requests.</summary>
    public void Dispose() => _faults.Remove(this);

    internal FaultEffect? Apply(ReceivedRequest request)
    {
        if (!_concerns(request) || (_isOnce && Interlocked.Exchange(ref _isUsed, 1) == 1))
        {
            return null;
        }

        var effect = _effect(request);
        if (effect is not null)
        {
            Interlocked.Increment(ref _count);
        }

        if (_isOnce)
        {
            Dispose();
        }

        return effect;
    }
}
