namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Holds each poll's request back until it is let through, so that polls go one by one, when they are to be measured.</summary>
internal sealed class PollGate : DelegatingHandler
{
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly SemaphoreSlim _let = new(0);

    public PollGate()
        : base(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
    }

    /// <summary>Ends when the next request has come.</summary>
    public Task NextRequestAsync() => _waiting.WaitAsync();

    public void LetThrough() => _let.Release();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _waiting.Release();
        await _let.WaitAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _waiting.Dispose();
        _let.Dispose();
        base.Dispose(disposing);
    }
}
