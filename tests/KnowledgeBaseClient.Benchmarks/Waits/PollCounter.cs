using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.TestSupport;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// The service as a primary handler. Counts requests and polls, and the requests that one polling loop per run would have sent at the same
/// pace.
/// </summary>
internal sealed class PollCounter(ScheduledRuns runs, AutoAdvancingClock clock) : HttpMessageHandler
{
    private const int IdsPerRequest = 100;

    private readonly object _lock = new();
    private readonly FakeRunsRoute _route = new(apiKey: null, runs.List);
    private int _delaysBeforePoll = -1;
    private int _requestsOfPoll;
    private int _allowed;

    public int Polls { get; private set; }

    public int Requests { get; private set; }

    public long NaiveRequests { get; private set; }

    public int MaxRequestsInAPoll { get; private set; }

    /// <summary>The number of requests that the poll with the most requests was allowed to send.</summary>
    public int AllowedThen { get; private set; }

    /// <summary>The number of polls that sent more requests than a poll by ids takes.</summary>
    public int PollsOver { get; private set; }

    /// <summary>The size of all response bodies, in bytes.</summary>
    public long Received { get; private set; }

    /// <summary>Bytes allocated by the service, to be subtracted from those of the client.</summary>
    public long Allocated { get; private set; }

    public int MaxThreads { get; private set; }

    // The service responds synchronously, so the lock also protects the runs, and all allocations are on this thread.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Count();
            var response = _route.Respond(request.ToReceivedRequest());
            Received += response.Body.Length;
            var sent = Task.FromResult(response.ToHttpResponse());
            Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            return sent;
        }
    }

    // A poll starts with the first request after a delay.
    private void Count()
    {
        Requests++;
        MaxThreads = Math.Max(MaxThreads, ThreadPool.ThreadCount);
        if (_delaysBeforePoll != clock.Delays)
        {
            _delaysBeforePoll = clock.Delays;
            _requestsOfPoll = 0;
            _allowed = (runs.Pending + IdsPerRequest - 1) / IdsPerRequest;
            Polls++;
            NaiveRequests += runs.Pending;
        }

        _requestsOfPoll++;
        PollsOver += _requestsOfPoll == _allowed + 1 ? 1 : 0;
        if (_requestsOfPoll > MaxRequestsInAPoll)
        {
            (MaxRequestsInAPoll, AllowedThen) = (_requestsOfPoll, _allowed);
        }
    }
}
