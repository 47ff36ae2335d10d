namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>A handler of the application's between the client and the network, which does with a request what the test says.</summary>
internal sealed class Between(Between.Act act) : DelegatingHandler
{
    public delegate Task<HttpResponseMessage> Next(HttpRequestMessage request, CancellationToken cancellationToken);

    public delegate Task<HttpResponseMessage> Act(HttpRequestMessage request, Next next, CancellationToken cancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        act(request, base.SendAsync, cancellationToken);
}
