using System.Diagnostics;

namespace KnowledgeBaseClient.Testing;

// Work of a client that is in progress. Guarded by the state of the clock.
internal sealed class ClientWork(ClockState clock, Action onEnded, bool isOfCaller) : IDisposable
{
    // Real time after which the clock does not wait for the work any longer. Code of the caller may itself wait for the clock.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GraceOfCaller = TimeSpan.FromMilliseconds(100);

    public bool IsOfCaller => isOfCaller;

    // Delays that code of this work waits for.
    public int PendingDelays { get; set; }

    // When the work has begun or a delay of it has ended, in real time.
    public long LastStart { get; set; } = Stopwatch.GetTimestamp();

    public bool IsBusy => PendingDelays == 0 && Stopwatch.GetElapsedTime(LastStart) < (isOfCaller ? GraceOfCaller : Grace);

    public void Dispose()
    {
        clock.EndWork(this);
        onEnded();
    }
}
