namespace KnowledgeBaseClient.TestSupport;

/// <summary>A handler that an application puts between the client and the network. The test defines what it does.</summary>
internal sealed class InterceptingHandler(InterceptingHandler.Interceptor intercept) : DelegatingHandler
{
    public delegate Task<HttpResponseMessage> Next(HttpRequestMessage request, CancellationToken cancellationToken);

    public delegate Task<HttpResponseMessage> Interceptor(HttpRequestMessage request, Next next, CancellationToken cancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        intercept(request, base.SendAsync, cancellationToken);
}
