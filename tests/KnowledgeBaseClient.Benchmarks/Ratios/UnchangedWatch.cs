namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// A watch of runs that do not change. A poll is all that the library does from one request to the next: send it, read its answer, find that nothing
/// has changed, and come to the next request, for which it need not wait.
/// </summary>
internal sealed class UnchangedWatch : IAsyncDisposable
{
    private static readonly PollingOptions AtOnce = new() { Initial = TimeSpan.FromTicks(1), Maximum = TimeSpan.FromTicks(1) };

    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _allAppeared = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PollGate _gate = new();
    private readonly RunsClient _client;
    private readonly RunsSize _size;
    private readonly Task _watch;
    private bool _begun;
    private int _changes;

    public UnchangedWatch(KnowledgeBaseClientOptions options, RunsSize size)
    {
        _size = size;
        _client = new RunsClient(options, _gate);
        _watch = WatchAsync();
    }

    /// <summary>Lets one poll through; gives how many changes have been seen since the watch began: each run appears once, in the first poll.</summary>
    public async Task<int> PollAsync()
    {
        if (!_begun)
        {
            _begun = true;
            await UnlessFailed(_gate.NextRequestAsync());
            await LetThroughAsync();
            await UnlessFailed(_allAppeared.Task);
        }

        await LetThroughAsync();
        return Volatile.Read(ref _changes);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _gate.Dispose();
        _end.Dispose();
    }

    private async Task LetThroughAsync()
    {
        _gate.LetThrough();
        await UnlessFailed(_gate.NextRequestAsync());
    }

    // A watch that has failed sends no request.
    private async Task UnlessFailed(Task task) => await await Task.WhenAny(task, _watch);

    private async Task WatchAsync()
    {
        await foreach (var _ in _client.WatchAsync(_size.Name, new WatchOptions { Polling = AtOnce }, _end.Token))
        {
            if (Interlocked.Increment(ref _changes) == _size.Runs)
            {
                _allAppeared.SetResult();
            }
        }
    }
}
