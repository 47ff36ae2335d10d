namespace KnowledgeBaseClient;

// Ends an attempt in which nothing has come for too long. It runs only while somebody waits: a caller who takes his time over a stream is
// no silence of the service.
internal sealed class Silence : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _call;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _callEnds;

    public Silence(TimeProvider time, TimeSpan limit, CancellationToken call)
    {
        _limit = limit;
        _call = call;
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _callEnds = call.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    public CancellationToken Token => _source.Token;

    public bool WasTooLong => _source.IsCancellationRequested && !_call.IsCancellationRequested;

    public async ValueTask<T> BreakAsync<T>(ValueTask<T> wait)
    {
        if (wait.IsCompleted)
        {
            return await wait.ConfigureAwait(false);
        }

        _source.CancelAfter(_limit);
        try
        {
            return await wait.ConfigureAwait(false);
        }
        finally
        {
            _source.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _callEnds.Dispose();
        _source.Dispose();
    }
}
