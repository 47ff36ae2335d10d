namespace KnowledgeBaseClient;

// Where the API key comes from, attempt by attempt.
internal sealed class ApiKeySource(string? key, Func<CancellationToken, ValueTask<string>>? provider)
{
    // As much as servers commonly take in one header line.
    private const int MaxLength = 4096;

    public static ApiKeySource From(KnowledgeBaseClientOptions options) => new(options.ApiKey, options.ApiKeyProvider);

    // What is wrong with a key, without quoting it; null when nothing is.
    // Anything but visible ASCII could end the header and begin another, or reach the service as something else.
    public static string? Complaint(string key)
    {
        var position = key.AsSpan().IndexOfAnyExceptInRange('!', '~');
        return position >= 0
            ? $"has a character that is not visible ASCII (U+{(int)key[position]:X4}) at position {position}"
            : key.Length > MaxLength
            ? $"is longer than {MaxLength} characters"
            : null;
    }

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

        var complaint = string.IsNullOrEmpty(provided) ? "is missing" : Complaint(provided);
        return complaint is null
            ? provided
            : throw new InvalidOperationException(
                $"The key from the {nameof(KnowledgeBaseClientOptions.ApiKeyProvider)} {complaint}: make it return the key and nothing else.");
    }

    // Its awaits must not need a thread that its caller blocks until the call has ended.
    private static Task<string> AskAsync(Func<CancellationToken, ValueTask<string>> provider, CancellationToken cancellationToken) =>
        SynchronizationContext.Current is null
            ? provider(cancellationToken).AsTask()
            : Task.Run(() => provider(cancellationToken).AsTask(), cancellationToken);
}
