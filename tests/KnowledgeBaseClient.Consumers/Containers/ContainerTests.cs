using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Containers;

/// <summary>Other containers than the default one provide the same clients.</summary>
public sealed class ContainerTests : IDisposable
{
    private readonly KnowledgeBaseServer _serverA = StartWithKey("key-of-tenant-a");
    private readonly KnowledgeBaseServer _serverB = StartWithKey("key-of-tenant-b");
    private readonly ServiceCollection _services = [];

    public ContainerTests()
    {
        _serverA.Simulator.KnowledgeBase("kb").SetRunsJson(
            """[{"id":"run-1","status":"failed"},{"id":"run-2","status":"failed"},{"id":"run-3","status":"queued"}]""");
        _serverB.Simulator.KnowledgeBase("kb").SetRunsJson("""[{"id":"run-1","status":"failed"},{"id":"run-2","status":"completed"}]""");
    }

    public void Dispose()
    {
        _serverA.Dispose();
        _serverB.Dispose();
    }

    [TestCaseSource(typeof(Container), nameof(Container.All))]
    public async Task CountAsync_PlainClient_SendsItsKeyToItsAddress(Container container)
    {
        _services.AddKnowledgeBaseClient(options => Configure(options, _serverA));
        _services.AddSingleton<FailedRunsReport>();
        var provider = container.Build(_services);

        var client = provider.GetRequiredService<IRunsClient>();

        Assert.That(await provider.GetRequiredService<FailedRunsReport>().CountAsync("kb"), Is.EqualTo(2));
        Assert.That(provider.GetRequiredService<IRunsClient>(), Is.SameAs(client));

        ((IDisposable)provider).Dispose();
        Assert.That(() => client.ListAsync("kb"), Throws.TypeOf<ObjectDisposedException>());
    }

    [TestCaseSource(typeof(Container), nameof(Container.WithKeyedServices))]
    public async Task CountAsync_KeyedClients_SendTheirKeysToTheirAddresses(Container container)
    {
        _services.AddKeyedKnowledgeBaseClient("tenant-a", options => Configure(options, _serverA));
        _services.AddKeyedKnowledgeBaseClient("tenant-b", options => Configure(options, _serverB));
        _services.AddSingleton<TenantsReport>();
        var provider = container.Build(_services);
        using var disposable = (IDisposable)provider;

        Assert.That(await provider.GetRequiredService<TenantsReport>().CountAsync("kb"), Is.EqualTo((2, 1)));
    }

    private static KnowledgeBaseServer StartWithKey(string key) =>
        KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = key });

    private static void Configure(KnowledgeBaseClientOptions options, KnowledgeBaseServer server) =>
        (options.BaseAddress, options.ApiKey) = (server.BaseAddress, server.ApiKey);
}
