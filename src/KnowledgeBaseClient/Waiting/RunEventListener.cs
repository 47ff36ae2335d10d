namespace KnowledgeBaseClient;

// Receives the events of one run until they end, or until it is disposed. A connection that breaks is opened again after the last event.
internal sealed class RunEventListener : IDisposable
{
    private const double Growth = 2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    // A connection that ends earlier has not worked well: the next one is not opened as soon.
    private static readonly TimeSpan ShortConnection = TimeSpan.FromSeconds(30);

    private readonly ClientServices _services;
    private readonly EventSupport _support;
    private readonly Action<RunEvent, RunStatus?> _onEvent;
    private readonly Action _onDisconnected;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;
    private EventsRequest _request;
    private RunStatus? _status;
    private TimeSpan _delay = FirstDelay / Growth;
    private TimeSpan _retryAfter;
    private volatile bool _isConnected;
    private volatile bool _hasReceived;
    private volatile bool _hasSaidDone;

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

    // A gateway that buffers responses delivers no event at all.
    public bool IsReliable => _isConnected && _hasReceived && !_hasSaidDone;

    // The run has finished, or waits for a person.
    public static bool SaysDone(RunEvent next) =>
        next.Status is { IsTerminal: true } || next.Status == RunStatus.AwaitingHumanFeedback;

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
                var wait = TimeSpans.Max(_delay * _services.Random(), TimeSpans.Min(_retryAfter, PollSchedule.MaxDelay));
                var delay = Task.Delay(wait, _services.Time, call.Token);
                EndOpening();
                await delay.ConfigureAwait(false);
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
        var started = _services.Time.GetTimestamp();
        _retryAfter = TimeSpan.Zero;
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
                _hasReceived = true;
                _request = next.EventId is null ? _request : _request with { AfterEventId = next.EventId };
                var previous = _status;
                _status = next.Status ?? _status;
                _hasSaidDone = next.Status is null ? _hasSaidDone : SaysDone(next);
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

            _retryAfter = (failure as KnowledgeBaseApiException)?.RetryAfter ?? TimeSpan.Zero;
        }
        finally
        {
            var isShort = _services.Time.GetElapsedTime(started) < ShortConnection;
            _delay = isShort ? TimeSpans.Min(_delay * Growth, MaxDelay) : FirstDelay;
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
