using Refit;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>One client per approach. Each has its own connections and is created on first use.</summary>
internal sealed class Clients(Uri address) : IDisposable
{
    private readonly List<HttpClient> _http = [];
    private RunsClient? _library;

    public HandWrittenClient HandWritten => field ??= new HandWrittenClient(CreateHttpClient());

    public NewtonsoftClient Newtonsoft => field ??= new NewtonsoftClient(CreateHttpClient());

    public IRefitRuns Refit => field ??= RestService.For<IRefitRuns>(CreateHttpClient());

    public RunsClient Library => _library ??= new RunsClient(Options);

    /// <summary>Options for this library, without timeouts, like the other clients.</summary>
    public KnowledgeBaseClientOptions Options => new()
    {
        ApiKey = "benchmark",
        BaseAddress = address,
        AttemptTimeout = Timeout.InfiniteTimeSpan,
        TotalTimeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose()
    {
        _library?.Dispose();
        _http.ForEach(http => http.Dispose());
    }

    private HttpClient CreateHttpClient()
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
        {
            BaseAddress = address,
            DefaultRequestHeaders = { { "X-API-Key", "benchmark" } },
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.Add(http);
        return http;
    }
}
