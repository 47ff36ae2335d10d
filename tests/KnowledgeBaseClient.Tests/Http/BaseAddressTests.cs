using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Where requests go, and with which key.</summary>
[NonParallelizable]
public sealed class BaseAddressTests
{
    [Test]
    public async Task ListAsync_PlainHttpToThisMachineAndASystemProxy_DoesNotSendTheKeyToTheProxy([Values] bool injected)
    {
        await using var proxy = ScriptedServer.Start(Reply.Json(TestClients.Runs("from the proxy")));
        await using var server = ScriptedServer.Start(Reply.Json(TestClients.Runs("from the service")));
        var usual = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.BaseAddress);
        try
        {
            var services = new ServiceCollection();
            services.AddKnowledgeBaseClient(options => (options.ApiKey, options.BaseAddress) = ("test-api-key", server.BaseAddress));
            await using var provider = services.BuildServiceProvider();
            using var made = TestClients.For(server);
            var client = injected ? provider.GetRequiredService<IRunsClient>() : made;

            var runs = await client.ListAsync("kb");

            Assert.That(proxy.RequestHeads, Is.Empty);
            Assert.That(runs.Single().Id, Is.EqualTo("from the service"));
        }
        finally
        {
            HttpClient.DefaultProxy = usual;
        }
    }

    // A path with two slashes at its start is, to a request that begins with it, another host: the key went there.
    [Test]
    public async Task Constructor_AddressWhosePathNamesAnotherHost_ThrowsAndSendsNothingThere([Values] bool asItIs)
    {
        await using var elsewhere = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start();
        var text = $"{server.BaseAddress}{(asItIs ? "a/../" : "")}/{elsewhere.BaseAddress.Authority}/";
        var address = new Uri(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = asItIs });

        var thrown = await Assert.CatchAsync<ArgumentException>(async () =>
        {
            using var client = TestClients.For(address);
            await client.ListAsync("kb");
        });

        Assert.That(thrown!.Message, Does.Contain("two slashes").And.Contain("BaseAddress"));
        Assert.That(elsewhere.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task ListAsync_ConfigurationReloadedWithAnotherServiceAndKey_NeverSendsTheOldKeyToTheNewService()
    {
        await using var before = ScriptedServer.Start(Reply.Json("[]"), Reply.Json("[]"));
        await using var after = ScriptedServer.Start(Reply.Json("[]"));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ApiKey"] = "old-api-key", ["BaseAddress"] = $"{before.BaseAddress}" })
            .Build();
        var services = new ServiceCollection();
        services.Configure<KnowledgeBaseClientOptions>(configuration);
        services.AddKnowledgeBaseClient();
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IRunsClient>();
        await client.ListAsync("kb");

        configuration["ApiKey"] = "new-api-key";
        configuration["BaseAddress"] = $"{after.BaseAddress}";
        configuration.Reload();
        await client.ListAsync("kb");

        Assert.That(string.Join("\n", after.RequestHeads), Does.Not.Contain("old-api-key"));
        Assert.That(before.RequestHeads, Has.Count.EqualTo(2), "a client takes a copy of its options when it is made");
    }
}
