using Microsoft.Extensions.Hosting;

namespace KnowledgeBaseClient.Tests.Hosting;

internal sealed class TestLifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stopRequests;

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => _stopped.Token;

    public Task StopRequested => _stopRequested.Task;

    public int StopRequests => Volatile.Read(ref _stopRequests);

    public void StopApplication()
    {
        Interlocked.Increment(ref _stopRequests);
        _stopRequested.TrySetResult();
    }

    public void NotifyStopped() => _stopped.Cancel();

    public void Dispose() => _stopped.Dispose();
}
