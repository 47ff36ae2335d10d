using System.Net.ServerSentEvents;
using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// One connection that receives the events of a run. Failures leave it as exceptions of this library. Not thread-safe.
internal sealed class RunEventStream : IAsyncDisposable
{
    private readonly ClientServices _services;
    private readonly EventsRequest _request;
    private readonly CallContext _call;
    private readonly IdleTimeout _idleTimeout;
    private HttpResponseMessage? _response;
    private ResponseBody? _body;
    private IAsyncEnumerator<SseItem<RunEvent?>>? _events;
    private long _bytes;
    private bool _hasSkipped;

    private RunEventStream(ClientServices services, EventsRequest request, CallContext call)
    {
        (_services, _request, _call) = (services, request, call);
        _idleTimeout = new IdleTimeout(services.Time, services.Settings.AttemptTimeout, call.Token);
    }

    // Completes when the response headers have arrived. A stream that fails disposes of itself.
    public static async Task<RunEventStream> OpenAsync(ClientServices services, EventsRequest request, CallContext call)
    {
        var stream = new RunEventStream(services, request, call);
        var isOpen = false;
        try
        {
            await stream.OpenAsync().ConfigureAwait(false);
            isOpen = true;
            return stream;
        }
        catch (Exception failure) when (stream.Translate(failure) is { } translated)
        {
            throw translated;
        }
        finally
        {
            if (!isOpen)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // The next event; null at the end of the response.
    public async ValueTask<RunEvent?> NextAsync()
    {
        try
        {
            while (await _events!.MoveNextAsync().ConfigureAwait(false))
            {
                if (_events.Current.Data is { } next)
                {
                    return next;
                }

                Skip();
            }

            return null;
        }
        catch (Exception failure) when (_call.IsEndedBy(failure))
        {
            throw _call.ToException();
        }
        catch (Exception failure) when (Translate(failure) is { } translated)
        {
            throw _call.IsEndedBy(translated) ? _call.ToException() : translated;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_events is not null)
            {
                await _events.DisposeAsync().ConfigureAwait(false);
            }

            if (_body is not null)
            {
                await _body.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The outcome is known: a body of an application's handler that fails to close does not change it.
        }

        try
        {
            _response?.Dispose();
        }
        catch (Exception)
        {
            // As above.
        }

        _idleTimeout.Dispose();
        _services.Telemetry.Metrics.AddReceived(_bytes);
    }

    private async Task OpenAsync()
    {
        if (_services.Telemetry.Calls.IsEnabled(LogLevel.Debug))
        {
            var path = _services.Redactor.Redact(_services.Settings.PathOf(_request));
            CallEvents.RequestSent(_services.Telemetry.Calls, _call.Attempts, _request.Method, path);
        }

        _idleTimeout.Start();
        _response = await _services.CreateSender().SendAsync(_request, _idleTimeout.Token).ConfigureAwait(false);
        _idleTimeout.Stop();
        if (!_response.IsSuccessStatusCode)
        {
            throw await new ApiExceptionFactory(_services, _request, _call)
                .CreateAsync(_response, _call.Attempts, _idleTimeout)
                .ConfigureAwait(false);
        }

        if (!string.Equals(_response.Content.Headers.ContentType?.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            throw new MalformedListException("it has another content type", 0, excerpt: "", endsEarly: false);
        }

        _body = await ResponseBody.OpenAsync(_response, _idleTimeout).ConfigureAwait(false);
        _events = SseParser
            .Create(new EventBody(_body, count => _bytes += count), static (_, data) => RunEventReader.Read(data))
            .EnumerateAsync(_idleTimeout.Token)
            .GetAsyncEnumerator(CancellationToken.None);
    }

    private void Skip()
    {
        if (!_hasSkipped)
        {
            _hasSkipped = true;
            CallEvents.EventNotReadable(_services.Telemetry.Calls, _services.Redactor.Redact(_request.RunId));
        }
    }

    private Exception? Translate(Exception failure) =>
        new ExceptionTranslator(_services, _request, _call.Attempts).Translate(failure, _idleTimeout, _response, _bytes);
}
