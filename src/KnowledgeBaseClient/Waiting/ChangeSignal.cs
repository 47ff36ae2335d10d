namespace KnowledgeBaseClient;

// Wakes the caller of a wait or watch when there is something to take. Guarded by the lock of the subscription, except Close.
internal sealed class ChangeSignal(TimeProvider time)
{
    private TaskCompletionSource _signal = New();

    // Of the caller, until it waits again.
    private IDisposable? _work;

    public void Set()
    {
        _work ??= time.BeginWork(isOfCaller: true);
        _signal.TrySetResult();
    }

    // Completes with the next signal.
    public Task WaitAsync()
    {
        Close();
        if (_signal.Task.IsCompleted)
        {
            _signal = New();
        }

        return _signal.Task;
    }

    public void Close() => Interlocked.Exchange(ref _work, null)?.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
