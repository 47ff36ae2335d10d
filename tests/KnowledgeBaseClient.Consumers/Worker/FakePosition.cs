namespace KnowledgeBaseClient.Consumers.Worker;

/// <summary>A position in memory, for tests. It survives restarts of the host.</summary>
internal sealed class FakePosition : IPosition
{
    private readonly TaskCompletionSource _firstSave = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _lock = new();
    private DateTimeOffset? _position;

    /// <summary>Completes when the first start of the worker has saved the time from which on it reports runs.</summary>
    public Task FirstSave => _firstSave.Task;

    public DateTimeOffset? Value
    {
        get
        {
            lock (_lock)
            {
                return _position;
            }
        }
    }

    public Task<DateTimeOffset?> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(Value);

    public Task SaveAsync(DateTimeOffset position, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _position = position;
        }

        _firstSave.TrySetResult();
        return Task.CompletedTask;
    }
}
