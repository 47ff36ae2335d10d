namespace KnowledgeBaseClient;

// One attempt at a request: it is sent, and its answer is read run by run. Whatever ends it early comes out as an exception of this library.
internal sealed class RunsAttempt<T>(
    ClientServices parts, ApiExceptionFactory errors, RunsRequest request, Func<RawJson, T> read, ResponseLimits limits, CallContext scope) : IAsyncDisposable
    where T : class
{
    // Whatever a server announces.
    private const int MostReserved = 1024;

    private readonly int _number = Math.Max(1, scope.Attempts);
    private readonly IdleTimeout _silence = new(parts.Time, parts.Settings.AttemptTimeout, scope.Token);
    private HttpResponseMessage? _response;
    private ResponseBody? _body;
    private RunArrayReader? _runs;
    private long _bytes;

    private RunArrayReader Runs => _runs ??= new RunArrayReader(limits.MaxRunBytes);

    // The whole list, and the end of the attempt. Every await on its way costs an answer of a single run dear: hence no method for what is done twice.
    public async Task<List<T>> ReadAllAsync()
    {
        try
        {
            await AcceptAsync(await Send().ConfigureAwait(false)).ConfigureAwait(false);
            var runs = new List<T>();
            do
            {
                while (Runs.TryTake(read, out var run))
                {
                    Reserve(runs);
                    runs.Add(run!);
                }
            }
            while (await ReceiveAsync().ConfigureAwait(false));

            return runs;
        }
        catch (Exception failure) when (Explain(failure) is { } explained)
        {
            throw explained;
        }
        finally
        {
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    // The first run, or null when the list is empty. An attempt that has failed is over; else it is the caller's to dispose of.
    public async Task<T?> ReadFirstAsync()
    {
        var isOpen = false;
        try
        {
            await AcceptAsync(await Send().ConfigureAwait(false)).ConfigureAwait(false);
            var first = await NextAsync().ConfigureAwait(false);
            isOpen = true;
            return first;
        }
        catch (Exception failure) when (Explain(failure) is { } explained)
        {
            throw explained;
        }
        finally
        {
            if (!isOpen)
            {
                await DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // Null at the end of the list.
    public async ValueTask<T?> NextAsync()
    {
        try
        {
            T? run;
            while (!Runs.TryTake(read, out run) && await ReceiveAsync().ConfigureAwait(false))
            {
            }

            return run;
        }
        catch (Exception failure) when (Explain(failure) is { } explained)
        {
            throw explained;
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

            _response?.Dispose();
        }
        catch (Exception)
        {
            // The answer has been read, or why not has been told: how a body of the application's own making ends is nobody's concern.
        }
        finally
        {
            _silence.Dispose();
        }
    }

    private Task<HttpResponseMessage> Send()
    {
        var sending = parts.Api().SendAsync(request, _silence.Token);
        if (!sending.IsCompleted)
        {
            _silence.Begin();
        }

        return sending;
    }

    private async ValueTask AcceptAsync(HttpResponseMessage response)
    {
        _silence.End();
        _response = response;
        _body = response.IsSuccessStatusCode
            ? await ResponseBody.OpenAsync(response, _silence).ConfigureAwait(false)
            : throw await errors.ReadAsync(response, request, _number, _silence).ConfigureAwait(false);
    }

    // False at the end of the answer.
    private async ValueTask<bool> ReceiveAsync()
    {
        var count = await _body!.ReadAsync(Runs.Room()).ConfigureAwait(false);
        if (count == 0)
        {
            Runs.End();
            return false;
        }

        _bytes += count;
        if (_bytes > limits.MaxBytes)
        {
            throw new MalformedListException(
                $"it is larger than {limits.MaxBytes} bytes, the {nameof(KnowledgeBaseClientOptions.MaxResponseBytes)}: raise that, or stream the runs",
                _bytes,
                "",
                endsEarly: false);
        }

        Runs.Arrived(count);
        return true;
    }

    // Runs of one knowledge base are much alike: the first says about how many there will be. A list that grows leaves as much behind as it holds.
    private void Reserve(List<T> runs)
    {
        if (runs.Count == 0 && _response!.Content.Headers.ContentLength is { } length)
        {
            runs.EnsureCapacity((int)Math.Min((length / Runs.Offset * 9 / 8) + 1, MostReserved));
        }
    }

    private Exception? Explain(Exception failure) =>
        new ExceptionTranslator(request, _number, parts.Settings.AttemptTimeout, parts.Redactor).Explain(failure, _silence, _response, _bytes);
}
