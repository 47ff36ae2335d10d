using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// One attempt at a request: sends it and reads the runs of its response, batch by batch. Every failure leaves it as an exception of this
// library.
internal sealed class RunsAttempt<T> : IAsyncDisposable
    where T : class
{
    // Limits what an announced length can reserve.
    private const int MaxReserved = 1024;

    private readonly ClientServices _services;
    private readonly RunsRequest _request;
    private readonly ReadOptions<T> _options;
    private readonly CallContext _call;
    private readonly int _number;
    private readonly IdleTimeout _idleTimeout;
    private HttpResponseMessage? _response;
    private ResponseBody? _body;
    private RunArrayReader? _runs;
    private long _bytes;
    private long? _lastReceived;
    private TimeSpan _longestPause;

    private RunsAttempt(ClientServices services, RunsRequest request, ReadOptions<T> options, CallContext call)
    {
        (_services, _request, _options, _call) = (services, request, options, call);
        _number = call.Attempts;
        _idleTimeout = new IdleTimeout(services.Time, services.Settings.AttemptTimeout, call.Token);
    }

    // The runs read last. A stream reuses the list.
    public List<T> Batch { get; } = [];

    // After decompression.
    public long BytesReceived => _bytes;

    // The response has been read to its end.
    public bool IsComplete { get; private set; }

    private RunArrayReader Runs => _runs ??= new RunArrayReader(_services.Settings.MaxResponseBytes);

    // Completes with the first batch. An attempt that fails disposes of itself.
    public static async Task<RunsAttempt<T>> StartAsync(
        ClientServices services, RunsRequest request, ReadOptions<T> options, CallContext call)
    {
        var attempt = new RunsAttempt<T>(services, request, options, call);
        var hasStarted = false;
        try
        {
            await attempt.OpenAsync(await attempt.SendAsync().ConfigureAwait(false)).ConfigureAwait(false);
            await attempt.ReadRunsAsync().ConfigureAwait(false);
            hasStarted = true;
            return attempt;
        }
        catch (Exception failure) when (attempt.Translate(failure) is { } translated)
        {
            throw translated;
        }
        finally
        {
            if (!hasStarted)
            {
                await attempt.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public async ValueTask ReadBatchAsync()
    {
        try
        {
            Batch.Clear();
            await ReadRunsAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (_call.IsEndedBy(failure))
        {
            throw _call.ToException();
        }
        catch (Exception failure) when (Translate(failure) is { } translated)
        {
            // A handler of the application may report the end of the call as a failure of its own.
            throw _call.IsEndedBy(translated) ? _call.ToException() : translated;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _runs?.Dispose();
        try
        {
            if (_body is not null)
            {
                await _body.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The outcome of the attempt is known: a body of an application's handler that fails to close does not change it.
        }

        try
        {
            _response?.Dispose();
        }
        catch (Exception)
        {
            // As above. Both are disposed of separately, so that a failing body does not leave its response, and with it the connection,
            // open.
        }

        _idleTimeout.Dispose();
        _services.Telemetry.Metrics.AddReceived(_bytes);
    }

    // Not async: every async layer is measurable in a call that returns one run.
    private Task<HttpResponseMessage> SendAsync()
    {
        if (_services.Telemetry.Calls.IsEnabled(LogLevel.Debug))
        {
            var path = _services.Redactor.Redact(_services.Settings.PathOf(_request));
            CallEvents.RequestSent(_services.Telemetry.Calls, _number, _request.Method, path);
        }

        var sending = _services.CreateSender().SendAsync(_request, _idleTimeout.Token);
        if (!sending.IsCompleted)
        {
            _idleTimeout.Start();
        }

        return sending;
    }

    private async ValueTask OpenAsync(HttpResponseMessage response)
    {
        _idleTimeout.Stop();
        _response = response;
        _body = response.IsSuccessStatusCode
            ? await ResponseBody.OpenAsync(response, _idleTimeout).ConfigureAwait(false)
            : throw await new ApiExceptionFactory(_services, _request, _call)
                .CreateAsync(response, _number, _idleTimeout)
                .ConfigureAwait(false);
    }

    private async ValueTask ReadRunsAsync()
    {
        while (!IsComplete && Batch.Count < _options.BatchSize)
        {
            if (Runs.TryReadRun(_options.Read, out var run))
            {
                Reserve();
                Batch.Add(run!);
            }
            else
            {
                await ReceiveAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask ReceiveAsync()
    {
        // A gateway that cannot send in the meantime may give up.
        if (_lastReceived is { } last && _services.Time.GetElapsedTime(last) is var pause && pause > _longestPause)
        {
            _longestPause = pause;
        }

        var count = await _body!.ReadAsync(Runs.GetMemory()).ConfigureAwait(false);
        _lastReceived = _services.Time.GetTimestamp();
        if (count == 0)
        {
            Runs.Complete();
            IsComplete = true;
            return;
        }

        _bytes += count;
        if (_bytes > _options.MaxResponseBytes)
        {
            throw RunArrayReader.TooLarge("the response body", _options.MaxResponseBytes, _bytes);
        }

        Runs.Advance(count);
    }

    // The runs of a knowledge base are of similar size: the first one tells about how many will follow. A growing list leaves its old
    // arrays behind.
    private void Reserve()
    {
        if (Batch.Count == 0 && !_options.IsStream && _response!.Content.Headers.ContentLength is { } length)
        {
            Batch.EnsureCapacity((int)Math.Min((length / Runs.Offset * 9 / 8) + 1, MaxReserved));
        }
    }

    private Exception? Translate(Exception failure) =>
        new ExceptionTranslator(_services, _request, _number) { LongestPause = _longestPause }
            .Translate(failure, _idleTimeout, _response, _bytes);
}
