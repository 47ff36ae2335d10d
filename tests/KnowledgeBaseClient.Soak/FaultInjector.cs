using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.TestSupport;

namespace KnowledgeBaseClient.Soak;

/// <summary>Serves runs and replaces a share of the responses with faults, drawn from a seed.</summary>
internal sealed class FaultInjector(RunSource runs, double share, int seed)
{
    private static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();

    private readonly FakeRunsRoute _route = new(apiKey: null, runs);
    private readonly int[] _injected = new int[Kinds.Length];
    private readonly object _lock = new();
    private readonly Random _random = new(seed);
    private int _requests;

    public int Requests => _requests;

    public string Injected => string.Join(", ", Kinds.Select(kind => $"{kind} {_injected[(int)kind]}"));

    public Reply Respond(RawRequest request)
    {
        Interlocked.Increment(ref _requests);
        var response = _route.Respond(request.ToReceivedRequest());
        return NextFault() is { } fault ? Inject(fault, response.Body) : Reply.Of(response);
    }

    private static Reply Inject(FaultKind kind, ReadOnlyMemory<byte> body) => kind switch
    {
        FaultKind.Reset => Reply.Reset(),
        FaultKind.CloseInHeaders => Reply.Raw("HTTP/1.1 200 OK\r\nContent-Ty").ThenClose(),
        FaultKind.TruncateBody => Reply.Headers(200, body.Length).ThenSend(body[..(body.Length / 2)]).ThenClose(),
        FaultKind.WrongLength => Reply.Headers(200, body.Length - 1).ThenSend(body).ThenClose(),
        FaultKind.Stall => Reply.Stall(),
        FaultKind.InternalError => Reply.Status(500),
        FaultKind.BadGateway => Reply.Status(502, "<html>"),
        FaultKind.Unavailable => Reply.Status(503, "", ("Retry-After", "0")),
        FaultKind.TooManyRequests => Reply.Status(429, "", ("Retry-After", "1")),
        FaultKind.Html => Reply.Json("<html>"),
        FaultKind.InvalidJson => Reply.Json("[{\"id\":}]"),
        _ => Reply.Json("[]"),
    };

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
