namespace KnowledgeBaseClient;

// Where the API key comes from, attempt by attempt.
internal sealed class ApiKeySource(string? key, Func<CancellationToken, ValueTask<string>>? provider)
{
    public static ApiKeySource From(KnowledgeBaseClientOptions options) => new(options.ApiKey, options.ApiKeyProvider);

    // The provider's own exception is handed on, unless it quotes a key that was used before.
    public async ValueTask<string> GetAsync(KeyRedactor redactor, CancellationToken cancellationToken)
    {
        if (provider is null)
        {
            return key!;
        }

        string? provided;
        try
        {
            // A provider that ignores the token must not outlast the attempt.
            provided = await AskAsync(provider, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Then nobody asks any more why it has failed, and its message may quote the key.
            cancellationToken.ThrowIfCancellationRequested();
            var inner = redactor.Clean(failure);
            var more = inner is null ? "its message quotes the key, and is left out" : "see the inner exception";
            throw new InvalidOperationException($"The {nameof(KnowledgeBaseClientOptions.ApiKeyProvider)} failed ({failure.GetType().Name}): {more}.", inner);
        }

        var problem = ApiKeyFormat.FindProblem(provided);
        return problem is null
            ? provided
            : throw new InvalidOperationException(
                $"The key from the {nameof(KnowledgeBaseClientOptions.ApiKeyProvider)} {problem}: make it return the key and nothing else.");
    }

    // Its awaits must not need a thread that its caller blocks until the call has ended.
    private static Task<string> AskAsync(Func<CancellationToken, ValueTask<string>> provider, CancellationToken cancellationToken) =>
        SynchronizationContext.Current is null
            ? provider(cancellationToken).AsTask()
            : Task.Run(() => provider(cancellationToken).AsTask(), cancellationToken);
}
