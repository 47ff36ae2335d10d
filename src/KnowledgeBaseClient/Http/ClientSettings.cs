using System.Net.Http.Headers;

namespace KnowledgeBaseClient;

// The validated options, fixed for the lifetime of a client. The API key is not among them.
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
    private static readonly string Product =
        $"{nameof(KnowledgeBaseClient)}/{typeof(ClientSettings).Assembly.GetName().Version?.ToString(3)}";

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

    // The path of a request as it is sent, with the path of the base address.
    public string PathOf(ServiceRequest request) => $"{BaseAddress.AbsolutePath.TrimEnd('/')}{request.Path}";

    public void ApplyTo(HttpClient client)
    {
        client.BaseAddress = BaseAddress;

        // As text: a parsed value would be formatted again for every request.
        client.DefaultRequestHeaders.Remove("User-Agent");
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);

        // IdleTimeout replaces it: HttpClient's timeout does not cover the body of a streamed response.
        client.Timeout = Timeout.InfiniteTimeSpan;
    }

    // The same for a request that is sent without an HttpClient.
    public void ApplyTo(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(BaseAddress, request.RequestUri!);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", ResponseBody.AcceptedEncodings);
    }
}
