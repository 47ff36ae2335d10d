namespace KnowledgeBaseClient;

// Sends requests and reads their answers. An attempt is all of that, so that an answer cut short is tried again like one that never came.
internal sealed class RunsEndpoint(ClientParts parts)
{
    private readonly RetryPolicy _retries = new(parts.Settings, parts.Time, parts.Random, parts.Logger);
    private readonly ErrorResponses _errors = new(parts.Redactor, parts.Time);

    public Task<List<T>> ListAsync<T>(RunsRequest request, Func<RawJson, T> read, CallScope scope)
        where T : class =>
        _retries.ExecuteAsync(scope => ListOnceAsync(request, read, scope), scope);

    // For whoever asks again anyway.
    public async Task<List<T>> ListOnceAsync<T>(RunsRequest request, Func<RawJson, T> read, CallScope scope)
        where T : class
    {
        var runs = new List<T>();
        var limits = new AnswerLimits(parts.Settings.MaxResponseBytes, parts.Settings.MaxResponseBytes);
        var answer = await SendAsync(request, read, limits, scope).ConfigureAwait(false);
        await using var _ = answer.ConfigureAwait(false);
        while (await answer.NextAsync().ConfigureAwait(false) is { } run)
        {
            runs.Add(run);
        }

        return runs;
    }

    // Tried again until the first run is there; what comes after that comes once.
    public Task<OpenAnswer<T>> OpenAsync<T>(RunsRequest request, Func<RawJson, T> read, CallScope scope)
        where T : class
    {
        var limits = new AnswerLimits(long.MaxValue, parts.Settings.MaxResponseBytes);
        return _retries.ExecuteAsync(ReadFirstAsync, scope);

        async Task<OpenAnswer<T>> ReadFirstAsync(CallScope scope)
        {
            var answer = await SendAsync(request, read, limits, scope).ConfigureAwait(false);
            try
            {
                return new OpenAnswer<T>(await answer.NextAsync().ConfigureAwait(false), answer);
            }
            catch
            {
                await answer.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private async Task<RunsAnswer<T>> SendAsync<T>(
        RunsRequest request, Func<RawJson, T> read, AnswerLimits limits, CallScope scope)
        where T : class
    {
        var failures = new Failures(request, Math.Max(1, scope.Attempts), parts.Settings.AttemptTimeout, parts.Redactor);
        var silence = new Silence(parts.Time, parts.Settings.AttemptTimeout, scope.Token);
        HttpResponseMessage? response = null;
        try
        {
            var api = parts.Api();
            using var message = await api.MakeAsync(request).ConfigureAwait(false);
            var sending = api.SendAsync(message, silence.Token);
            silence.BeginUnless(sending.IsCompleted);
            response = await sending.ConfigureAwait(false);
            silence.End();
            if (!response.IsSuccessStatusCode)
            {
                throw await _errors.ReadAsync(response, request, Math.Max(1, scope.Attempts), silence).ConfigureAwait(false);
            }

            var body = await response.Content.ReadAsStreamAsync(silence.Token).ConfigureAwait(false);
            return new RunsAnswer<T>(response, body, silence, failures, read, limits);
        }
        catch (Exception failure)
        {
            var explained = failures.Explain(failure, silence, response);
            response?.Dispose();
            silence.Dispose();
            if (explained is not null)
            {
                throw explained;
            }

            throw;
        }
    }
}
