using System.Net;
using System.Text;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// The endpoint in process, as a primary handler: a knowledge base whose runs the test sets, answered as the contract says and at once, so that
/// everything else is a matter of the fake clock. Keeps the requests.
/// </summary>
internal sealed class FakeRunsService : HttpMessageHandler
{
    private readonly object _lock = new();
    private readonly Dictionary<string, string> _runs = new(StringComparer.Ordinal);
    private readonly List<string> _requests = [];
    private readonly List<string> _paths = [];
    private readonly Queue<Func<HttpResponseMessage>> _faults = new();
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The queries of the requests so far, unescaped.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The paths of the requests so far.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_lock)
            {
                return [.. _paths];
            }
        }
    }

    /// <summary>How many requests were under way at the same time at most.</summary>
    public int MostUnderWay { get; private set; }

    private int UnderWay { get; set; }

    /// <summary>Decides by the query of a request whether it gets something else instead; null for the regular answer.</summary>
    public Func<string, HttpStatusCode?> Fault { get; set; } = _ => null;

    /// <summary>Holds every answer back until it completes.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>As <see cref="Gate"/>, but a request that is cancelled ends no sooner for that.</summary>
    public Task DeafGate { get; set; } = Task.CompletedTask;

    public void Set(string id, string status, int progress = 0, string more = "")
    {
        lock (_lock)
        {
            _runs[id] = $$"""{"id":"{{id}}","status":"{{status}}","progress":{{progress}}{{more}}}""";
        }
    }

    public void Remove(string id)
    {
        lock (_lock)
        {
            _runs.Remove(id);
        }
    }

    /// <summary>The next request gets this instead.</summary>
    public void Fail(HttpStatusCode status, string? retryAfter = null) => FailWith(() =>
    {
        var response = Error(status);
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    });

    public void FailWith(Func<HttpResponseMessage> answer)
    {
        lock (_lock)
        {
            _faults.Enqueue(answer);
        }
    }

    /// <summary>Completes once this many requests have arrived.</summary>
    public async Task RequestedAsync(int times)
    {
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                if (_requests.Count >= times)
                {
                    return;
                }

                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = Uri.UnescapeDataString(request.RequestUri!.Query.TrimStart('?'));
        Func<HttpResponseMessage>? fault;
        lock (_lock)
        {
            _requests.Add(query);
            _paths.Add(request.RequestUri.AbsolutePath);
            MostUnderWay = Math.Max(MostUnderWay, ++UnderWay);
            _arrived.TrySetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _faults.TryDequeue(out fault);
        }

        try
        {
            await Gate.WaitAsync(cancellationToken);
            await DeafGate;
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            lock (_lock)
            {
                UnderWay--;
            }
        }

        return fault?.Invoke() ?? (Fault(query) is { } status ? Error(status) : List(Answer(query)));
    }

    private static HttpResponseMessage Error(HttpStatusCode status) => new(status) { Content = new StringContent("""{"detail":"as the test wants"}""") };

    private static HttpResponseMessage List(string runs) => new(HttpStatusCode.OK) { Content = new StringContent(runs, Encoding.UTF8, "application/json") };

    private string Answer(string query)
    {
        var parameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var ids = parameters.TryGetValue("run_ids", out var list) ? list.Split(',').ToHashSet(StringComparer.Ordinal) : null;
        var status = parameters.TryGetValue("status", out var value) ? $"\"status\":\"{value}\"" : "";
        lock (_lock)
        {
            return $"[{string.Join(",", _runs.Where(run => ids?.Contains(run.Key) != false && run.Value.Contains(status, StringComparison.Ordinal)).Select(run => run.Value))}]";
        }
    }
}
