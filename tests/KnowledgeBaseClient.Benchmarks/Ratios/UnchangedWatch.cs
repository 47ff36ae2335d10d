namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Watches runs that do not change. A measured poll is everything between two requests: send the request, read the response, find that
/// nothing has changed and reach the next request. The polling interval is one tick of a fast clock, so
/// that it adds no delay.
/// </summary>
internal sealed class UnchangedWatch : IAsyncDisposable
{
    private static readonly PollingOptions NoDelay = new() { InitialInterval = TimeSpan.FromTicks(1), MaxInterval = TimeSpan.FromTicks(1) };

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _allAppeared = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PollGate _gate = new();
    private readonly RunsClient _client;
    private readonly RunsSize _size;
    private readonly Task _watch;
    private bool _started;
    private int _changes;

    public UnchangedWatch(KnowledgeBaseClientOptions options, RunsSize size)
    {
        _size = size;
        _client = new RunsClient(options, _gate, timeProvider: new FastClock());
        _watch = WatchAsync();
    }

    /// <summary>Releases one poll. Returns the number of changes since the start: each run appears once, in the first poll.</summary>
    public async Task<int> PollAsync()
    {
        if (!_started)
        {
            _started = true;
            await UnlessWatchFails(_gate.NextRequestAsync());
            await ReleaseAsync();
            await UnlessWatchFails(_allAppeared.Task);
        }

        await ReleaseAsync();
        return Volatile.Read(ref _changes);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _gate.Dispose();
        _stop.Dispose();
    }

    private async Task ReleaseAsync()
    {
        _gate.Release();
        await UnlessWatchFails(_gate.NextRequestAsync());
    }

    // A failed watch sends no more requests.
    private async Task UnlessWatchFails(Task task) => await await Task.WhenAny(task, _watch);

    private async Task WatchAsync()
    {
        await foreach (var _ in _client.WatchAsync(_size.Name, new WatchOptions { Polling = NoDelay }, _stop.Token))
        {
            if (Interlocked.Increment(ref _changes) == _size.Runs)
            {
                _allAppeared.SetResult();
            }
        }
    }
}
