
namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// Sends requests to the simulator. Counts requests and polls, and the requests that one polling loop per run would have sent at the same
/// pace.
/// </summary>
internal sealed class PollCounter(ScheduledRuns runs, TimeProvider clock) : DelegatingHandler(runs.Simulator.CreateHandler())
{
    private const int IdsPerRequest = 100;

    private readonly object _lock = new();
    private DateTimeOffset _poll;
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

    // The simulator responds synchronously, so the lock also protects the runs, and all allocations are on this thread.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Count();
            var sent = base.SendAsync(request, cancellationToken);
            Received += sent.Result.Content.Headers.ContentLength!.Value;
            runs.Receive(IdsIn(request.RequestUri!));
            Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            return sent;
        }
    }

    private static string[] IdsIn(Uri target) =>
        Uri.UnescapeDataString(target.Query).Split("run_ids=") is [_, var ids] ? ids.Split(',') : [];

    // All requests of a poll are sent at the same time of the fake clock.
    private void Count()
    {
        Requests++;
        MaxThreads = Math.Max(MaxThreads, ThreadPool.ThreadCount);
        if (_poll != clock.GetUtcNow())
        {
            _poll = clock.GetUtcNow();
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
