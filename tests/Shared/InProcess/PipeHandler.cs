using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// An in-process primary handler that responds to every request immediately with headers and a body that the test writes piece by piece.
/// This makes the order of reads and writes deterministic. Records the API key of each request.
/// </summary>
internal sealed class PipeHandler(HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
{
    private readonly object _lock = new();
    private readonly List<Pipe> _bodies = [];
    private readonly List<string?> _keys = [];

    /// <summary>The number of requests so far.</summary>
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

    /// <summary>The API keys that the requests carried.</summary>
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

    /// <summary>Writes a piece of a response body. Requests are numbered from 1.</summary>
    public async Task SendAsync(int request, string text) =>
        await _bodies[request - 1].Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Completes a response body. Requests are numbered from 1.</summary>
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
