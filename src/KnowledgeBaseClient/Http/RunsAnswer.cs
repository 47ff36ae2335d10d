namespace KnowledgeBaseClient;

// A successful answer being read, run by run. Whatever ends it early comes out as an exception of this library.
internal sealed class RunsAnswer<T>(
    HttpResponseMessage response,
    Stream body,
    Silence silence,
    Failures failures,
    Func<RawJson, T> read,
    AnswerLimits limits) : IAsyncDisposable
    where T : class
{
    private readonly RunArray _runs = new(limits.MaxRunBytes);
    private long _bytes;
    private bool _ended;

    // Null at the end of the list.
    public async ValueTask<T?> NextAsync()
    {
        try
        {
            T? run;
            while (!_runs.TryTake(read, out run) && !_ended)
            {
                await ReceiveAsync().ConfigureAwait(false);
            }

            return run;
        }
        catch (Exception failure) when (failures.Explain(failure, silence, response) is { } explained)
        {
            throw explained;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await body.DisposeAsync().ConfigureAwait(false);
        response.Dispose();
        _runs.Dispose();
        silence.Dispose();
    }

    private async ValueTask ReceiveAsync()
    {
        var count = await silence.BreakAsync(body.ReadAsync(_runs.Room(), silence.Token)).ConfigureAwait(false);
        if (count == 0)
        {
            _ended = true;
            _runs.End();
            return;
        }

        _bytes += count;
        if (_bytes > limits.MaxBytes)
        {
            throw new NotAListOfRunsException(
                $"it is larger than {limits.MaxBytes} bytes, the {nameof(KnowledgeBaseClientOptions.MaxResponseBytes)}: raise that, or stream the runs",
                _bytes,
                "",
                endsEarly: false);
        }

        _runs.Arrived(count);
    }
}
