namespace KnowledgeBaseClient.Testing;

internal sealed class ClockHold(SimulationClock clock) : IDisposable
{
    private int _disposed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            clock.EndHold();
        }
    }
}
