using System.Collections.Concurrent;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>One thread with a synchronization context that runs what is posted on that thread alone, as a window's does.</summary>
internal sealed class SingleThread : SynchronizationContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Action> _posted = new();

    /// <summary>How often something has asked to go on on the thread.</summary>
    public int Posts => _posted.Count;

    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue(() => d(state));

    /// <summary>Carries out work that blocks the thread, so that nothing posted could run.</summary>
    /// <exception cref="TimeoutException">It has not ended within 30 s of real time: it waits for what was posted.</exception>
    public async Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            SetSynchronizationContext(this);
            try
            {
                done.SetResult(work());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return await done.Task.WaitAsync(Patience);
    }
}
