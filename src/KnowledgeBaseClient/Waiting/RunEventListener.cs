namespace KnowledgeBaseClient;

// Receives the events of one run until they end, or until it is disposed. A connection that breaks is opened again after the last event.
internal sealed class RunEventListener : IDisposable
{
    private const double Growth = 2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private readonly ClientServices _services;
    private readonly EventSupport _support;
    private readonly Action<RunEvent, RunStatus?> _onEvent;
    private readonly Action _onDisconnected;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;
    private EventsRequest _request;
    private RunStatus? _status;
    private TimeSpan _delay = FirstDelay;
    private volatile bool _isConnected;

    // Lets a simulated clock wait until the connection is open and waits for events.
    private IDisposable? _opening;

    public RunEventListener(
        ClientServices services, EventSupport support, string runId, Action<RunEvent, RunStatus?> onEvent, Action onDisconnected)
    {
        (_services, _support, _onEvent, _onDisconnected) = (services, support, onEvent, onDisconnected);
        _request = new EventsRequest(runId, null);
        _opening = services.Time.BeginWork();
        _running = DetachedTask.Run(RunAsync);
    }

    public bool IsConnected => _isConnected;

    // Returns at once: the connection is closed on another thread, because the caller holds a lock.
    public void Dispose() => _ = EndAsync();

    // A simulated clock waits until nothing is left that waits for it.
    private async Task EndAsync()
    {
        using var work = _services.Time.BeginWork();
        try
        {
            await _ending.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            // Callbacks of the application's handlers.
        }

        await _running.ConfigureAwait(false);
        _ending.Dispose();
    }

    // Never throws: polling finds out about failures that matter, and reports them.
    private async Task RunAsync()
    {
        using var call = new CallContext(_services.Time, Timeout.InfiniteTimeSpan, _services.DisposalToken, _ending.Token);
        try
        {
            while (!call.HasEnded && !_support.IsMissing && await ReceiveAsync(call).ConfigureAwait(false))
            {
                var delay = Task.Delay(_delay * _services.Random(), _services.Time, call.Token);
                EndOpening();
                await delay.ConfigureAwait(false);
                _delay = TimeSpans.Min(_delay * Growth, MaxDelay);
            }
        }
        catch (Exception) when (call.HasEnded)
        {
        }
        finally
        {
            EndOpening();
        }
    }

    // One connection. False if another one is of no use.
    private async Task<bool> ReceiveAsync(CallContext call)
    {
        var hasEnded = false;
        _opening ??= _services.Time.BeginWork();
        try
        {
            _services.Time.EnterWork(_opening);
            var stream = await RunEventStream.OpenAsync(_services, _request, call).ConfigureAwait(false);
            await using var _ = stream.ConfigureAwait(false);
            _support.Confirm();
            _isConnected = true;
            var reading = stream.NextAsync();
            EndOpening();
            while (await ReadAsync(reading).ConfigureAwait(false) is { } next)
            {
                _delay = FirstDelay;
                _request = next.EventId is null ? _request : _request with { AfterEventId = next.EventId };
                var previous = _status;
                _status = next.Status ?? _status;
                _onEvent(next, previous);
                if (next.IsLast)
                {
                    hasEnded = true;
                    return false;
                }

                reading = stream.NextAsync();
            }
        }
        catch (Exception failure) when (!call.HasEnded)
        {
            _support.Observe(failure);
            if (EventSupport.IsNotSupported(failure))
            {
                return false;
            }

            _delay = failure is KnowledgeBaseApiException { RetryAfter: { } retryAfter } ? TimeSpans.Max(_delay, retryAfter) : _delay;
        }
        finally
        {
            var wasConnected = _isConnected;
            _isConnected = false;
            if (wasConnected && !hasEnded && !call.HasEnded)
            {
                _onDisconnected();
            }
        }

        return true;
    }

    // After a failure, another connection is opened.
    private async ValueTask<RunEvent?> ReadAsync(ValueTask<RunEvent?> reading)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (Exception)
        {
            _opening ??= _services.Time.BeginWork();
            throw;
        }
    }

    private void EndOpening()
    {
        _opening?.Dispose();
        _opening = null;
    }
}
