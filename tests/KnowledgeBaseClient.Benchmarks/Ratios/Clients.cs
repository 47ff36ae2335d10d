using Refit;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>One client of each way, each with connections of its own, all to the same server.</summary>
internal sealed class Clients : IDisposable
{
    private readonly List<HttpClient> _http = [];
    private readonly Uri _address;

    public Clients(Uri address)
    {
        _address = address;
        HandWritten = new HandWrittenClient(MakeHttp());
        Newtonsoft = new NewtonsoftClient(MakeHttp());
        Refit = RestService.For<IRefitRuns>(MakeHttp());
        Library = new RunsClient(Options);
    }

    public HandWrittenClient HandWritten { get; }

    public NewtonsoftClient Newtonsoft { get; }

    public IRefitRuns Refit { get; }

    public RunsClient Library { get; }

    /// <summary>For a client of this library; without limits, because nothing is measured that fails.</summary>
    public KnowledgeBaseClientOptions Options => new()
    {
        ApiKey = "benchmark",
        BaseAddress = _address,
        AttemptTimeout = Timeout.InfiniteTimeSpan,
        TotalTimeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose()
    {
        Library.Dispose();
        _http.ForEach(http => http.Dispose());
    }

    private HttpClient MakeHttp()
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
        {
            BaseAddress = _address,
            DefaultRequestHeaders = { { "X-API-Key", "benchmark" } },
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.Add(http);
        return http;
    }
}
