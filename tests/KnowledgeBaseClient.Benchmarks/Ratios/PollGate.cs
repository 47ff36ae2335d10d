namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Holds each request until it is released, so that polls can be measured one at a time.</summary>
internal sealed class PollGate : DelegatingHandler
{
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _released = new(0);

    public PollGate()
        : base(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
    }

    /// <summary>Completes when the next request has arrived.</summary>
    public Task NextRequestAsync() => _arrived.WaitAsync();

    public void Release() => _released.Release();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _arrived.Release();
        await _released.WaitAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _arrived.Dispose();
        _released.Dispose();
        base.Dispose(disposing);
    }
}
