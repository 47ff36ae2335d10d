using System.Net;
using System.Net.Http.Json;

namespace KnowledgeBaseClient.Consumers.Fakes;

/// <summary>The service in process, for tests: every request gets the current list of runs. The client applies its filter again.</summary>
/// <param name="runs">Returns the runs at the time of a request. Called on any thread.</param>
internal sealed class FakeRunsHandler(Func<IEnumerable<Run>> runs) : HttpMessageHandler
{
    private readonly object _lock = new();
    private Func<IEnumerable<Run>> _runs = runs;
    private int _requests;

    /// <summary>Creates a service that lists these runs until <see cref="Set(Run[])"/> replaces them.</summary>
    public FakeRunsHandler(params Run[] runs)
        : this(() => runs)
    {
    }

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Gets or sets the status of every response. Unless it is 200, the response has no body.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public void Set(params Run[] runs) => Set(() => runs);

    public void Set(Func<IEnumerable<Run>> runs)
    {
        lock (_lock)
        {
            _runs = runs;
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        lock (_lock)
        {
            return Task.FromResult(new HttpResponseMessage(Status)
            {
                Content = Status == HttpStatusCode.OK ? JsonContent.Create(_runs()) : null,
            });
        }
    }
}
