using Refit;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>One client of each way, each with connections of its own, all to the same server, and none made before it is used.</summary>
internal sealed class Clients(Uri address) : IDisposable
{
    private readonly List<HttpClient> _http = [];
    private RunsClient? _library;

    public HandWrittenClient HandWritten => field ??= new HandWrittenClient(MakeHttp());

    public NewtonsoftClient Newtonsoft => field ??= new NewtonsoftClient(MakeHttp());

    public IRefitRuns Refit => field ??= RestService.For<IRefitRuns>(MakeHttp());

    public RunsClient Library => _library ??= new RunsClient(Options);

    /// <summary>For a client of this library; without limits, because nothing is measured that fails.</summary>
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

    private HttpClient MakeHttp()
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
