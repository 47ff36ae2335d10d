using System.Runtime.CompilerServices;

namespace KnowledgeBaseClient;

// The event streams that callers read. A connection that ends is opened again after the last event that was received.
internal sealed class RunEventStreamer(ClientServices services)
{
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromSeconds(1);

    private readonly RetryPolicy _retries = new(services);

    // Validates its arguments before the enumeration begins.
    public IAsyncEnumerable<RunEvent> StreamAsync(string runId, string? afterEventId, CancellationToken cancellationToken)
    {
        Identifier.CheckRunId(runId, nameof(runId));
        if (afterEventId is not null)
        {
            Identifier.Check(afterEventId, nameof(afterEventId), "event id");
        }

        services.ThrowIfDisposed();
        return ReadAsync(new EventsRequest(runId, afterEventId), cancellationToken);
    }

    private async IAsyncEnumerable<RunEvent> ReadAsync(
        EventsRequest request, CancellationToken cancellationToken, [EnumeratorCancellation] CancellationToken enumeration = default)
    {
        services.ThrowIfDisposed();
        using var telemetry = services.Telemetry.StartCall(Operations.StreamEvents, knowledgeBaseId: null);
        using var call = new CallContext(
            services.Time, Timeout.InfiniteTimeSpan, services.DisposalToken, cancellationToken, enumeration);
        var connection = new EventConnection(services, _retries, request, call);
        await using var _ = connection.ConfigureAwait(false);
        var moveNext = new Func<ValueTask<bool>>(connection.MoveNextAsync);
        while (telemetry is null
            ? await moveNext().ConfigureAwait(false)
            : await telemetry.ObserveAsync(moveNext).ConfigureAwait(false))
        {
            yield return connection.Current;
        }
    }

    // All connections of one enumeration.
    private sealed class EventConnection(ClientServices services, RetryPolicy retries, EventsRequest request, CallContext call)
        : IAsyncDisposable
    {
        private const int MaxEmptyConnections = 3;

        private readonly RecentIds _received = new();
        private EventsRequest _request = request;
        private RunEventStream? _stream;
        private int _connectionsWithoutEvent;
        private bool _hasFinished;

        public RunEvent Current { get; private set; } = new();

        // False after the last event of the run, or when the service has ended several streams and has not sent any event.
        public async ValueTask<bool> MoveNextAsync()
        {
            while (!Current.IsLast)
            {
                _stream ??= await retries
                    .ExecuteAsync(_request, call, () => RunEventStream.OpenAsync(services, _request, call))
                    .ConfigureAwait(false);
                if (await ReadAsync().ConfigureAwait(false) is not { } next)
                {
                    // After another status than completed or failed, the service sends no last event.
                    if (_hasFinished || (_connectionsWithoutEvent > MaxEmptyConnections && _received.IsEmpty))
                    {
                        return false;
                    }
                }
                else if (_received.Add(next.EventId))
                {
                    (_connectionsWithoutEvent, Current) = (0, next);
                    _request = next.EventId is null ? _request : _request with { AfterEventId = next.EventId };
                    _hasFinished |= next.Status is { IsTerminal: true };
                    return true;
                }
            }

            return false;
        }

        public async ValueTask DisposeAsync()
        {
            if (_stream is not null)
            {
                await _stream.DisposeAsync().ConfigureAwait(false);
                _stream = null;
            }
        }

        // Null if the connection has ended. It is then closed, and some time has passed.
        private async ValueTask<RunEvent?> ReadAsync()
        {
            try
            {
                if (await _stream!.NextAsync().ConfigureAwait(false) is { } next)
                {
                    return next;
                }

                _connectionsWithoutEvent++;
            }
            catch (KnowledgeBaseTimeoutException)
            {
                // Nothing has happened for a while. The connection may be dead without either side knowing.
            }
            catch (KnowledgeBaseException failure) when (failure.IsTransient && ++_connectionsWithoutEvent <= services.Settings.MaxRetries)
            {
            }

            await DisposeAsync().ConfigureAwait(false);
            if (_connectionsWithoutEvent > MaxEmptyConnections && !_received.IsEmpty && !_hasFinished)
            {
                throw new KnowledgeBaseConnectionException(
                    $"The last {_connectionsWithoutEvent} streams of events ended without a new event, although the run has not sent its "
                    + "last one. Wait for the run, or continue later after the last event.");
            }

            try
            {
                await Task.Delay(ReconnectDelay * services.Random(), services.Time, call.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (call.HasEnded)
            {
                throw call.ToException();
            }

            return null;
        }
    }
}
