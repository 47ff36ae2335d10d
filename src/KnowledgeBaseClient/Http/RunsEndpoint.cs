namespace KnowledgeBaseClient;

// Sends requests and reads their answers. An attempt is all of that, so that an answer cut short is tried again like one that never came.
internal sealed class RunsEndpoint(ClientServices parts)
{
    private readonly RetryPolicy _retries = new(parts.Settings, parts.Time, parts.Random, parts.Logger);
    private readonly ApiExceptionFactory _errors = new(parts.Redactor, parts.Time);

    // The first attempt of those that a caller's request may take. Nothing stands around it that a call which succeeds at once would pay for.
    public Task<List<T>> ListAsync<T>(RunsRequest request, Func<RawJson, T> read, CallContext scope)
        where T : class
    {
        scope.BeginRequest();
        return ListOnceAsync(request, read, scope);
    }

    public bool ShouldRetry(KnowledgeBaseException failure, CallContext scope) => _retries.ShouldRetry(failure, scope);

    public Task<List<T>> ListAgainAsync<T>(RunsRequest request, Func<RawJson, T> read, KnowledgeBaseException failure, CallContext scope)
        where T : class =>
        _retries.TryAgainAsync(scope => ListOnceAsync(request, read, scope), failure, scope);

    // For whoever asks again anyway.
    public Task<List<T>> ListOnceAsync<T>(RunsRequest request, Func<RawJson, T> read, CallContext scope)
        where T : class =>
        Attempt(request, read, parts.Settings.MaxResponseBytes, scope).ReadAllAsync();

    // Tried again until the first run is there; what comes after that comes once.
    public Task<OpenResponse<T>> OpenAsync<T>(RunsRequest request, Func<RawJson, T> read, CallContext scope)
        where T : class =>
        _retries.ExecuteAsync(
            async scope =>
            {
                var attempt = Attempt(request, read, long.MaxValue, scope);
                return new OpenResponse<T>(await attempt.ReadFirstAsync().ConfigureAwait(false), attempt);
            },
            scope);

    private RunsAttempt<T> Attempt<T>(RunsRequest request, Func<RawJson, T> read, long maxBytes, CallContext scope)
        where T : class =>
        new(parts, _errors, request, read, new ResponseLimits(maxBytes, parts.Settings.MaxResponseBytes), scope);
}
