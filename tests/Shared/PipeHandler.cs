using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// A primary handler in process: each request is answered at once with headers and a body that the test writes as it goes, so that what is
/// waited for, and when, is the same every time. Keeps what it saw of each request.
/// </summary>
internal sealed class PipeHandler(HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    private readonly object _lock = new();
    private readonly List<Pipe> _bodies = [];
    private readonly List<string?> _keys = [];

    public int Requests
    {
        get
        {
            lock (_lock)
            {
                return _bodies.Count;
            }
        }
    }

    /// <summary>The keys that requests arrived with.</summary>
    public IReadOnlyList<string?> Keys
    {
        get
        {
            lock (_lock)
            {
                return [.. _keys];
            }
        }
    }

    public async Task SendAsync(int request, string text) =>
        await _bodies[request - 1].Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    public ValueTask EndAsync(int request) => _bodies[request - 1].Writer.CompleteAsync();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        lock (_lock)
        {
            _bodies.Add(pipe);
            _keys.Add(request.Headers.TryGetValues("X-API-Key", out var keys) ? keys.Single() : null);
        }

        return Task.FromResult(new HttpResponseMessage(status)
        {
            Content = new StreamContent(pipe.Reader.AsStream()),
            RequestMessage = request,
            Version = HttpVersion.Version20,
        });
    }
}
