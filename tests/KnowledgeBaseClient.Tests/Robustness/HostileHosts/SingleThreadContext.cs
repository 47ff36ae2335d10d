using System.Collections.Concurrent;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>A synchronization context with one thread, like that of a window. It is blocked, so posted continuations never run.</summary>
internal sealed class SingleThreadContext : SynchronizationContext
{
    private readonly ConcurrentQueue<Action> _posted = new();

    /// <summary>How many continuations were posted to the thread.</summary>
    public int PostCount => _posted.Count;

    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue(() => d(state));

    /// <summary>Runs work that blocks the thread until it returns.</summary>
    /// <exception cref="TimeoutException">The work did not return within 30 s of real time: it waits for a posted continuation.</exception>
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
        return await done.Task.OrTimeout();
    }
}
