namespace KnowledgeBaseClient;

// Returns the API key for each attempt, from the options or from the application's provider.
internal sealed class ApiKeySource(string? key, Func<CancellationToken, ValueTask<string>>? provider)
{
    public static ApiKeySource From(KnowledgeBaseClientOptions options) => new(options.ApiKey, options.ApiKeyProvider);

    // Knows the key of the options from the start, and that of a provider once it has been sent.
    public KeyRedactor CreateRedactor()
    {
        var redactor = new KeyRedactor();
        if (provider is null)
        {
            redactor.Remember(key!);
        }

        return redactor;
    }

    // The provider's exception becomes the inner exception, unless it quotes a key that was used before.
    public async ValueTask<string> GetAsync(KeyRedactor redactor, CancellationToken cancellationToken)
    {
        if (provider is null)
        {
            return key!;
        }

        string? provided;
        try
        {
            provided = await CallProviderAsync(provider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // A canceled attempt needs no reason, and that of the provider may quote the key.
            cancellationToken.ThrowIfCancellationRequested();
            var inner = redactor.NullIfContainsKey(failure);
            var more = inner is null ? "its message quotes the API key and is omitted" : "see the inner exception";
            throw new InvalidOperationException($"{OptionNames.ApiKeyProvider} failed ({failure.GetType().Name}): {more}.", inner);
        }

        var problem = ApiKeyFormat.FindProblem(provided);
        return problem is null
            ? provided
            : throw new InvalidOperationException(
                $"The API key from {OptionNames.ApiKeyProvider} {problem}: make it return the key and nothing else.");
    }

    // The key that the provider returns now, after the service rejected one. Null if it is the same, if there is no provider, or if it
    // fails: the caller then throws the rejection.
    public async ValueTask<string?> GetReplacementAsync(string rejected, KeyRedactor redactor, CancellationToken cancellationToken)
    {
        if (provider is null)
        {
            return null;
        }

        try
        {
            var key = await GetAsync(redactor, cancellationToken).ConfigureAwait(false);
            return string.Equals(key, rejected, StringComparison.Ordinal) ? null : key;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Does not wait longer than the attempt for a provider that ignores the token.
    private static async Task<string> CallProviderAsync(
        Func<CancellationToken, ValueTask<string>> provider, CancellationToken cancellationToken)
    {
        var call = StartProvider(provider, cancellationToken);
        try
        {
            return await call.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Perhaps abandoned by the wait above.
            call.ObserveFailure();
        }
    }

    // Not on the caller's synchronization context, whose thread may be blocked until the call returns.
    private static Task<string> StartProvider(Func<CancellationToken, ValueTask<string>> provider, CancellationToken cancellationToken) =>
        SynchronizationContext.Current is null
            ? provider(cancellationToken).AsTask()
            : Task.Run(() => provider(cancellationToken).AsTask(), cancellationToken);
}
