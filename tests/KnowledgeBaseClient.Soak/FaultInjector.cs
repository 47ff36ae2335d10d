using System.Diagnostics;
using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.TestSupport;

namespace KnowledgeBaseClient.Soak;

/// <summary>Serves runs and replaces a share of the responses with faults, drawn from a seed.</summary>
internal sealed class FaultInjector(KnowledgeBaseSimulator simulator, double share, int seed)
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    private readonly int[] _injected = new int[Kinds.Length];
    private readonly object _lock = new();
    private readonly Random _random = new(seed);
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _requests;
    private int _byStatus;
    private int _byStatusFailed;

    public int Requests => _requests;

    public string Injected => string.Join(", ", Kinds.Select(kind => $"{kind} {_injected[(int)kind]}"));

    /// <summary>The requests for all runs with a status, and those that failed because of their status.</summary>
    public string ByStatus => $"{_byStatus}, failed because of the status {_byStatusFailed}";

    public Reply Respond(RawRequest request)
    {
        Interlocked.Increment(ref _requests);
        var response = request.RespondWith(simulator);
        return (StatusFault(request.Target) ?? NextFault()) is { } fault ? Inject(fault, response) : Reply.Of(response);
    }

    private static Reply Inject(FaultKind kind, SimulatedResponse response) => kind switch
    {
        FaultKind.Reset => Reply.Reset(),
        FaultKind.CloseInHeaders => Reply.Raw("HTTP/1.1 200 OK\r\nContent-Ty").ThenClose(),
        FaultKind.TruncateBody => Reply.Headers(200, response.Body.Length).ThenSend(Half(response)).ThenClose(),
        FaultKind.WrongLength => Reply.Headers(200, response.Body.Length - 1).ThenSend(response.Body.ToArray()).ThenClose(),
        FaultKind.Stall => Reply.Stall(),
        FaultKind.InternalError => Reply.Status(500),
        FaultKind.BadGateway => Reply.Status(502, "<html>"),
        FaultKind.Unavailable => Reply.Status(503, "", ("Retry-After", "0")),
        FaultKind.GatewayTimeout => Reply.Status(504, "<html>"),
        FaultKind.TooManyRequests => Reply.Status(429, "", ("Retry-After", "1")),
        FaultKind.Html => Reply.Json("<html>"),
        FaultKind.InvalidJson => Reply.Json("[{\"id\":}]"),
        _ => Reply.Json("[]"),
    };

    private static byte[] Half(SimulatedResponse response) => response.Body.ToArray()[..(int)(response.Body.Length / 2)];

    // Lists by status fail for a part of the time, while requests by ids succeed as usual: those of running runs with a 504 for 2 s, then
    // those of queued runs with a stall for 2 s, then none for 2 s, and so on.
    private FaultKind? StatusFault(string target)
    {
        var status = target.Split('?', '&').FirstOrDefault(pair => pair.StartsWith("status=", StringComparison.Ordinal));
        if (status is null || share == 0)
        {
            return null;
        }

        FaultKind? fault = ((int)Stopwatch.GetElapsedTime(_start).TotalSeconds % 6, status) switch
        {
            (0 or 1, "status=running") => FaultKind.GatewayTimeout,
            (2 or 3, "status=queued") => FaultKind.Stall,
            _ => null,
        };
        Interlocked.Increment(ref _byStatus);
        Interlocked.Add(ref _byStatusFailed, fault is null ? 0 : 1);
        return fault;
    }

    private FaultKind? NextFault()
    {
        lock (_lock)
        {
            if (_random.NextDouble() >= share)
            {
                return null;
            }

            var kind = Kinds[_random.Next(Kinds.Length)];
            _injected[(int)kind]++;
            return kind;
        }
    }
}
