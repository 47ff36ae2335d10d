namespace KnowledgeBaseClient;

// The limits of one call of the caller's: the caller's own token, the life of the client and TotalTimeout, all requests included.
internal sealed class CallContext : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _totalTimeout;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _clientDisposed;

    // Null when nothing but the client's end can end the call.
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenRegistration _callerEnds;
    private readonly CancellationTokenRegistration _clientEnds;
    private long _started;

    public CallContext(TimeProvider time, TimeSpan totalTimeout, CancellationToken clientDisposed, CancellationToken caller)
    {
        _time = time;
        _totalTimeout = totalTimeout;
        _started = time.GetTimestamp();
        _caller = caller;
        _clientDisposed = clientDisposed;
        if (totalTimeout == Timeout.InfiniteTimeSpan && !caller.CanBeCanceled)
        {
            return;
        }

        _deadline = new CancellationTokenSource(totalTimeout, time);
        _callerEnds = caller.UnsafeRegister(End, _deadline);
        _clientEnds = clientDisposed.UnsafeRegister(End, _deadline);
    }

    public CancellationToken Token => _deadline?.Token ?? _clientDisposed;

    public TimeSpan TimeLeft =>
        _totalTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _totalTimeout - _time.GetElapsedTime(_started);

    // Neither the caller nor the client's end, but the deadline.
    public bool IsOverdue =>
        _deadline is { IsCancellationRequested: true } && !_caller.IsCancellationRequested && !_clientDisposed.IsCancellationRequested;

    // Of the request under way.
    public int Attempts { get; set; }

    public KnowledgeBaseException? LastFailure { get; set; }

    public void BeginRequest() => (Attempts, LastFailure) = (1, null);

    // A stream that has begun goes on for as long as runs come.
    public void LiftDeadline() => _deadline?.CancelAfter(Timeout.InfiniteTimeSpan);

    // Its next request has to begin in time again.
    public void RestartDeadline()
    {
        _started = _time.GetTimestamp();
        _deadline?.CancelAfter(_totalTimeout);
    }

    // What the end of this scope means to the caller.
    public Exception Explain()
    {
        if (_caller.IsCancellationRequested)
        {
            return new OperationCanceledException(_caller);
        }

        if (_clientDisposed.IsCancellationRequested)
        {
            return new ObjectDisposedException(nameof(RunsClient));
        }

        var last = LastFailure is null ? "" : $" What was seen last: {LastFailure.Message}";
        return new KnowledgeBaseTimeoutException(
            $"No answer within {_totalTimeout:c}, the {nameof(KnowledgeBaseClientOptions.TotalTimeout)}, in {Attempts} attempt(s).{last}",
            LastFailure)
        {
            Timeout = _totalTimeout,
            Attempts = Math.Max(1, Attempts),
        };
    }

    public void Dispose()
    {
        _callerEnds.Dispose();
        _clientEnds.Dispose();
        _deadline?.Dispose();
    }

    private static void End(object? deadline) => ((CancellationTokenSource)deadline!).Cancel();
}
