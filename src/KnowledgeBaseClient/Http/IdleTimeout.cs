namespace KnowledgeBaseClient;

// Cancels an attempt when no data arrives for too long. The timer runs only while the attempt waits for the network: the time that a caller
// takes over a run of a stream does not count.
internal sealed class IdleTimeout : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _call;

    // Null without a limit: then only the call's own token cancels the attempt.
    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenRegistration _callRegistration;
    private bool _isRunning;

    public IdleTimeout(TimeProvider time, TimeSpan limit, CancellationToken call)
    {
        _limit = limit;
        _call = call;
        if (limit == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _callRegistration = call.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source?.Token ?? _call;

    // Elapsed, and not canceled by the call.
    public bool HasElapsed => _source is { IsCancellationRequested: true } && !_call.IsCancellationRequested;

    // No-op if the timer is already running.
    public void Start()
    {
        if (!_isRunning && _source is not null)
        {
            _isRunning = true;
            _source.CancelAfter(_limit);
        }
    }

    public void Stop()
    {
        if (_isRunning)
        {
            _isRunning = false;
            _source!.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    // Runs the timer while the read is pending.
    public async ValueTask<int> LimitAsync(ValueTask<int> read)
    {
        if (!read.IsCompleted)
        {
            Start();
        }

        var count = await read.ConfigureAwait(false);
        Stop();
        return count;
    }

    public void Dispose()
    {
        _callRegistration.Dispose();
        _source?.Dispose();
    }
}
