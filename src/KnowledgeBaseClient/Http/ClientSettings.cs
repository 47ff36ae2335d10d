using System.Net.Http.Headers;

namespace KnowledgeBaseClient;

// The options, checked and fixed for the life of a client. The key is not among them.
internal sealed record ClientSettings(
    Uri BaseAddress,
    TimeSpan AttemptTimeout,
    TimeSpan TotalTimeout,
    int MaxRetries,
    TimeSpan MaxRetryDelay,
    int MaxRunIdsPerRequest,
    long MaxResponseBytes,
    PollingOptions Polling,
    string UserAgent)
{
    private static readonly string Product = $"{nameof(KnowledgeBaseClient)}/{typeof(ClientSettings).Assembly.GetName().Version?.ToString(3)}";

    public static ClientSettings From(KnowledgeBaseClientOptions options) => new(
        ServiceAddress.WithTrailingSlash(ServiceAddress.Canonical(options.BaseAddress)!),
        options.AttemptTimeout,
        options.TotalTimeout,
        options.MaxRetries,
        options.MaxRetryDelay,
        options.MaxRunIdsPerRequest,
        options.MaxResponseBytes,
        options.Polling.Clone(),
        options.ApplicationName is { } application ? $"{ProductInfoHeaderValue.Parse(application)} {Product}" : Product);

    public void ApplyTo(HttpClient client)
    {
        client.BaseAddress = BaseAddress;

        // As text: parsed, it would be put together again for every request.
        client.DefaultRequestHeaders.Remove("User-Agent");
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);

        // The attempt has a limit of its own, which covers the body as well.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    // The same for a request that goes through no client.
    public void ApplyTo(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(BaseAddress, request.RequestUri!);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", ResponseBody.Encodings);
    }
}
