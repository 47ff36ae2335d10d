using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security;

/// <summary>The API key is sent only to the configured address.</summary>
[NonParallelizable]
public sealed class KeyDestinationTests
{
    [Test]
    public async Task ListAsync_LoopbackHttpAndSystemProxy_DoesNotSendApiKeyToProxy([Values] bool injected)
    {
        await using var proxy = ScriptedServer.Start(Reply.Json(RunsJson.Running("from the proxy")));
        await using var server = ScriptedServer.Start(Reply.Json(RunsJson.Running("from the service")));
        var originalProxy = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.BaseAddress);
        try
        {
            var services = new ServiceCollection();
            services.AddKnowledgeBaseClient(options => (options.ApiKey, options.BaseAddress) = (TestClients.Key, server.BaseAddress));
            await using var provider = services.BuildServiceProvider();
            using var constructed = TestClients.For(server);
            var client = injected ? provider.GetRequiredService<IRunsClient>() : constructed;

            var runs = await client.ListAsync("kb");

            Assert.That(proxy.RequestTexts, Is.Empty);
            Assert.That(runs.Single().Id, Is.EqualTo("from the service"));
        }
        finally
        {
            HttpClient.DefaultProxy = originalProxy;
        }
    }

    // A path that begins with two slashes resolves to another host.
    [Test]
    public async Task Constructor_AddressPathNamesAnotherHost_ThrowsAndSendsNothing([Values] bool uncanonicalized)
    {
        await using var otherHost = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start();
        var text = $"{server.BaseAddress}{(uncanonicalized ? "a/../" : "")}/{otherHost.BaseAddress.Authority}/";
        var address = new Uri(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = uncanonicalized });

        var thrown = await Assert.CatchAsync<ArgumentException>(async () =>
        {
            using var client = TestClients.For(address);
            await client.ListAsync("kb");
        });

        Assert.That(thrown!.Message, Does.Contain("two slashes").And.Contain("BaseAddress"));
        Assert.That(otherHost.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task ListAsync_ConfigurationReloadedWithNewAddressAndApiKey_DoesNotSendOldApiKeyToNewAddress()
    {
        await using var oldServer = ScriptedServer.Start(Reply.Json("[]"), Reply.Json("[]"));
        await using var newServer = ScriptedServer.Start(Reply.Json("[]"));
        var settings = new Dictionary<string, string?> { ["ApiKey"] = "old-api-key", ["BaseAddress"] = $"{oldServer.BaseAddress}" };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.Configure<KnowledgeBaseClientOptions>(configuration);
        services.AddKnowledgeBaseClient();
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IRunsClient>();
        await client.ListAsync("kb");

        configuration["ApiKey"] = "new-api-key";
        configuration["BaseAddress"] = $"{newServer.BaseAddress}";
        configuration.Reload();
        await client.ListAsync("kb");

        Assert.That(string.Join("\n", newServer.RequestTexts), Does.Not.Contain("old-api-key"));
        Assert.That(oldServer.RequestTexts, Has.Count.EqualTo(2), "A client copies its options when it is created.");
    }
}
