namespace KnowledgeBaseClient;

// Ends an attempt in which nothing has come for too long. It runs only while somebody waits: a caller who takes his time over a stream is
// no silence of the service.
internal sealed class IdleTimeout : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _call;

    // Null when there is no limit: then only the call ends the attempt.
    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenRegistration _callEnds;
    private bool _hasBegun;

    public IdleTimeout(TimeProvider time, TimeSpan limit, CancellationToken call)
    {
        _limit = limit;
        _call = call;
        if (limit == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _callEnds = call.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source?.Token ?? _call;

    public bool WasTooLong => _source is { IsCancellationRequested: true } && !_call.IsCancellationRequested;

    // What has begun already goes on.
    public void Begin()
    {
        if (!_hasBegun && _source is not null)
        {
            _hasBegun = true;
            _source.CancelAfter(_limit);
        }
    }

    public void End()
    {
        if (_hasBegun)
        {
            _hasBegun = false;
            _source!.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public async ValueTask<int> BreakAsync(ValueTask<int> read)
    {
        if (!read.IsCompleted)
        {
            Begin();
        }

        var count = await read.ConfigureAwait(false);
        End();
        return count;
    }

    public void Dispose()
    {
        _callEnds.Dispose();
        _source?.Dispose();
    }
}
