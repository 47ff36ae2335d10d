#if NET10_0_OR_GREATER
using System.Collections.Concurrent;
using System.Net;

namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// A real SocketsHttpHandler on in-memory connections, which need no ports. Records the bytes of every request.
internal sealed class RecordingTransport : IDisposable
{
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentQueue<DnsEndPoint> _connections = [];

    public RecordingTransport() => Handler = new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false,

        // Otherwise the handler adds headers while another test listens to activities.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, _) =>
        {
            _connections.Enqueue(context.DnsEndPoint);
            return ValueTask.FromResult<Stream>(new RecordingStream(_requests.Enqueue));
        },
    };

    public SocketsHttpHandler Handler { get; }

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests.Select(RecordedRequest.Parse)];

    // The end point of each connection.
    public IReadOnlyList<DnsEndPoint> Connections => [.. _connections];

    public void Clear() => _requests.Clear();

    public void Dispose() => Handler.Dispose();
}
#endif
