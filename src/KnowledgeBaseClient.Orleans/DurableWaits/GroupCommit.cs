namespace KnowledgeBaseClient;

// Stores the changes of one grain: one write at a time, which contains all changes made before it begins. After a failed write, it is
// unknown what is stored, so nothing more is written. Runs on the scheduler of the grain; not thread-safe.
internal sealed class GroupCommit(Func<Task> write, Action<Exception> onFailed)
{
    private TaskCompletionSource? _waiting;
    private TaskCompletionSource? _writing;
    private Exception? _failure;

    // Completes when a write that contains all changes made so far has succeeded.
    public Task WriteAsync()
    {
        if (_failure is not null)
        {
            return Task.FromException(_failure);
        }

        var isIdle = _waiting is null && _writing is null;
        _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (isIdle)
        {
            // Not at once: calls that have arrived already share the first write.
            SchedulerTask.Run(WriteAllAsync);
        }

        return _waiting.Task;
    }

    // Completes when the changes of other callers are stored, without a write of its own.
    public Task SettleAsync() => _failure is not null ? Task.FromException(_failure) : (_waiting ?? _writing)?.Task ?? Task.CompletedTask;

    // From now on, nothing more is written.
    public void Close()
    {
        _failure ??= new OrleansException("This silo stops serving these durable waits.");
        if (_waiting is { } waiting)
        {
            _waiting = null;
            waiting.Task.ObserveFailure();
            waiting.SetException(_failure);
        }
    }

    private async Task WriteAllAsync()
    {
        while (_waiting is not null)
        {
            (_writing, _waiting) = (_waiting, null);
            try
            {
                await write().ConfigureAwait(true);
            }
            catch (Exception failure)
            {
                Fail(failure);
                return;
            }

            _writing.SetResult();
            _writing = null;
        }
    }

    private void Fail(Exception failure)
    {
        _failure = failure;
        onFailed(failure);
        foreach (var completion in new[] { _writing, _waiting })
        {
            completion?.Task.ObserveFailure();
            completion?.SetException(failure);
        }

        (_writing, _waiting) = (null, null);
    }
}
