namespace KnowledgeBaseClient.Testing;

// The requests that a simulator has received. Thread-safe.
internal sealed class RequestLog
{
    private readonly object _lock = new();
    private readonly List<ReceivedRequest> _requests = [];
    private TaskCompletionSource _arrived = NewSignal();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _requests.Count;
            }
        }
    }

    public IReadOnlyList<ReceivedRequest> ToList()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public void Add(ReceivedRequest request)
    {
        TaskCompletionSource arrived;
        lock (_lock)
        {
            _requests.Add(request);
            (arrived, _arrived) = (_arrived, NewSignal());
        }

        arrived.SetResult();
    }

    // In real time.
    public async Task WaitAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                if (_requests.Count >= count)
                {
                    return;
                }

                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
