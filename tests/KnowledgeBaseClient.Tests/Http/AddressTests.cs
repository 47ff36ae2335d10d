using KnowledgeBaseClient.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>Where requests go, and with which key.</summary>
[NonParallelizable]
public sealed class AddressTests
{
    [Test]
    public async Task ListAsync_ConfigurationReloadedWithAnotherServiceAndKey_NeverSendsTheOldKeyToTheNewService()
    {
        await using var before = ScriptedServer.Start(Reply.Json("[]"), Reply.Json("[]"));
        await using var after = ScriptedServer.Start(Reply.Json("[]"));
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ApiKey"] = "old-key", ["BaseAddress"] = $"{before.BaseAddress}" })
            .Build();
        var services = new ServiceCollection();
        services.Configure<KnowledgeBaseClientOptions>(configuration);
        services.AddKnowledgeBaseClient();
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IRunsClient>();
        await client.ListAsync("kb");

        configuration["ApiKey"] = "new-key";
        configuration["BaseAddress"] = $"{after.BaseAddress}";
        configuration.Reload();
        await client.ListAsync("kb");

        Assert.That(string.Join("\n", after.RequestHeads), Does.Not.Contain("old-key"));
        Assert.That(before.RequestHeads, Has.Count.EqualTo(2), "a client takes a copy of its options when it is made");
    }
}
