#if NET10_0_OR_GREATER
using System.Collections.Concurrent;
using System.Net;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// What the real handler makes of requests, byte for byte, on connections in memory that cost no port.
internal sealed class Wire : IDisposable
{
    private readonly ConcurrentQueue<string> _heads = [];
    private readonly ConcurrentQueue<DnsEndPoint> _connections = [];

    public Wire() => Handler = new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false,

        // Another test may listen to activities at the same time.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, _) =>
        {
            _connections.Enqueue(context.DnsEndPoint);
            return ValueTask.FromResult<Stream>(new WireStream(_heads.Enqueue));
        },
    };

    public SocketsHttpHandler Handler { get; }

    public IReadOnlyList<WireRequest> Requests => [.. _heads.Select(WireRequest.Parse)];

    // Where connections were made to.
    public IReadOnlyList<DnsEndPoint> Connections => [.. _connections];

    public void Clear() => _heads.Clear();

    public void Dispose() => Handler.Dispose();
}
#endif
