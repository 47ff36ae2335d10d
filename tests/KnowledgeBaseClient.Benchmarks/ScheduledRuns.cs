using System.Globalization;
using System.Net;
using System.Text;

namespace KnowledgeBaseClient.Benchmarks;

/// <summary>
/// The endpoint in process: runs that are queued, run and end one after the other over ten minutes of the clock. It counts the requests, poll by poll, and
/// what one polling loop for each run would have sent at the same pace.
/// </summary>
internal sealed class ScheduledRuns : HttpMessageHandler
{
    private const int IdsPerRequest = 100;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(2);

    private readonly object _lock = new();
    private readonly PausingClock _clock;
    private readonly DateTimeOffset _start;
    private readonly HashSet<int> _open;
    private int _pollAt = -1;
    private int _requestsOfPoll;
    private int _allowed;

    public ScheduledRuns(int count, PausingClock clock)
    {
        _clock = clock;
        _start = clock.GetUtcNow();
        _open = [.. Enumerable.Range(0, count)];
        Ids = [.. _open.Select(number => string.Create(CultureInfo.InvariantCulture, $"{number:00000000}-0000-4000-8000-000000000000"))];
    }

    public IReadOnlyList<string> Ids { get; }

    public int Polls { get; private set; }

    public int Requests { get; private set; }

    public long NaiveRequests { get; private set; }

    public int MostRequestsInAPoll { get; private set; }

    public int AllowedThen { get; private set; }

    public int PollsOver { get; private set; }

    /// <summary>By the service itself: not the client's doing.</summary>
    public long Allocated { get; private set; }

    public int MostThreads { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Count();
            var query = Uri.UnescapeDataString(request.RequestUri!.Query);
            var numbers = query.StartsWith("?run_ids=", StringComparison.Ordinal)
                ? query["?run_ids=".Length..].Split(',').Select(id => int.Parse(id.AsSpan(0, 8), NumberStyles.None, CultureInfo.InvariantCulture))
                : _open.Where(number => query == $"?status={StatusOf(number)}");
            var body = new StringBuilder("[");
            foreach (var number in numbers.ToList())
            {
                var status = StatusOf(number);
                body.Append(body.Length > 1 ? "," : "").Append(
                    CultureInfo.InvariantCulture, $$"""{"id":"{{Ids[number]}}","status":"{{status}}","progress":{{ProgressOf(number)}}}""");
                if (status is not ("queued" or "running"))
                {
                    _open.Remove(number);
                }
            }

            var content = new StringContent(body.Append(']').ToString(), Encoding.UTF8, "application/json");
            Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }

    private TimeSpan Elapsed => _clock.GetUtcNow() - _start;

    // Runs start in their order and take two minutes each.
    private TimeSpan StartOf(int number) => (Span - RunTime) * number / Ids.Count;

    private string StatusOf(int number) =>
        Elapsed < StartOf(number) ? "queued"
        : Elapsed < StartOf(number) + RunTime ? "running"
        : number % 10 == 0 ? "failed" : "completed";

    private int ProgressOf(int number) => (int)Math.Clamp((Elapsed - StartOf(number)) / RunTime * 100, 0, 100);

    // A poll begins with the first request after a pause.
    private void Count()
    {
        Requests++;
        MostThreads = Math.Max(MostThreads, ThreadPool.ThreadCount);
        if (_pollAt != _clock.Pauses)
        {
            _pollAt = _clock.Pauses;
            _requestsOfPoll = 0;
            _allowed = (_open.Count + IdsPerRequest - 1) / IdsPerRequest;
            Polls++;
            NaiveRequests += _open.Count;
        }

        _requestsOfPoll++;
        PollsOver += _requestsOfPoll == _allowed + 1 ? 1 : 0;
        if (_requestsOfPoll > MostRequestsInAPoll)
        {
            (MostRequestsInAPoll, AllowedThen) = (_requestsOfPoll, _allowed);
        }
    }
}
