namespace KnowledgeBaseClient;

// One call and what may end it: the caller's token, the disposal of the client, and a total timeout over all requests, attempts and delays.
internal sealed class CallContext : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _totalTimeout;
    private readonly CancellationToken _caller;

    // The token of WithCancellation on a stream.
    private readonly CancellationToken _enumeration;
    private readonly CancellationToken _clientDisposed;

    // Null when only the disposal of the client can end the call: then its token is used without a copy.
    private readonly CancellationTokenSource? _source;
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly CancellationTokenRegistration _enumerationRegistration;
    private readonly CancellationTokenRegistration _clientRegistration;
    private long _started;

    public CallContext(
        TimeProvider time,
        TimeSpan totalTimeout,
        CancellationToken clientDisposed,
        CancellationToken caller,
        CancellationToken enumeration = default)
    {
        _time = time;
        _totalTimeout = totalTimeout;
        _started = time.GetTimestamp();
        _caller = caller;
        _enumeration = enumeration;
        _clientDisposed = clientDisposed;
        if (totalTimeout == Timeout.InfiniteTimeSpan && !caller.CanBeCanceled && !enumeration.CanBeCanceled)
        {
            return;
        }

        _source = new CancellationTokenSource(totalTimeout, time);
        _callerRegistration = caller.UnsafeRegister(Cancel, _source);
        _enumerationRegistration = enumeration.UnsafeRegister(Cancel, _source);
        _clientRegistration = clientDisposed.UnsafeRegister(Cancel, _source);
    }

    public CancellationToken Token => _source?.Token ?? _clientDisposed;

    public bool HasEnded => Token.IsCancellationRequested;

    public TimeSpan TimeLeft =>
        _totalTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : _totalTimeout - _time.GetElapsedTime(_started);

    // Ended by the timeout, and by neither the caller nor the disposal of the client.
    public bool HasTimedOut => HasEnded && CanceledToken is null && !_clientDisposed.IsCancellationRequested;

    // Of the current request.
    public int Attempts { get; private set; } = 1;

    // Zero for a poll, which does not retry.
    public int RetriesLeft { get; private set; }

    // Of the current request.
    public KnowledgeBaseException? LastFailure { get; set; }

    // The caller compares the token of the exception with its own: never a linked one.
    private CancellationToken? CanceledToken =>
        _caller.IsCancellationRequested ? _caller
        : _enumeration.IsCancellationRequested ? _enumeration
        : null;

    public void BeginRequest(int retries) => (Attempts, RetriesLeft, LastFailure) = (1, retries, null);

    public void BeginRetry() => (Attempts, RetriesLeft) = (Attempts + 1, RetriesLeft - 1);

    // A stream that has delivered its first run continues for as long as runs arrive.
    public void StopTimeout() => _source?.CancelAfter(Timeout.InfiniteTimeSpan);

    // The next request of a stream gets the whole timeout again.
    public void RestartTimeout()
    {
        _started = _time.GetTimestamp();
        _source?.CancelAfter(_totalTimeout);
    }

    // Handlers that are disposed with the client throw their own ObjectDisposedException.
    public bool IsEndedBy(Exception failure) => HasEnded && failure is (OperationCanceledException or ObjectDisposedException);

    public void ThrowIfEnded()
    {
        if (HasEnded)
        {
            throw ToException();
        }
    }

    // What the end of the call means to its caller.
    public Exception ToException()
    {
        if (CanceledToken is { } canceled)
        {
            return new OperationCanceledException(canceled);
        }

        if (_clientDisposed.IsCancellationRequested)
        {
            return ClientServices.DisposedException();
        }

        var last = LastFailure is null ? "" : $" The last failure was: {LastFailure.Message}";
        return new KnowledgeBaseTimeoutException(
            $"The call did not complete within {Duration.Format(_totalTimeout)} ({OptionNames.TotalTimeout}). Attempts: {Attempts}. "
            + $"{FailureTable.TimedOut.Advice}{last}",
            LastFailure)
        {
            Timeout = _totalTimeout,
            Attempts = Attempts,
        };
    }

    public void Dispose()
    {
        _callerRegistration.Dispose();
        _enumerationRegistration.Dispose();
        _clientRegistration.Dispose();
        _source?.Dispose();
    }

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();
}
