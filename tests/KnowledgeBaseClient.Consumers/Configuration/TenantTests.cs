using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Configuration;

/// <summary>One keyed client per tenant, each with its own section.</summary>
public sealed class TenantTests
{
    [Test]
    public async Task ListAsync_TwoTenants_EachUsesItsOwnKeyAndAddress()
    {
        using var north = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = "key-of-tenant-north" });
        using var south = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = "key-of-tenant-south" });
        north.Simulator.KnowledgeBase("kb").SetRunsJson("""[{"id":"run-of-north","status":"completed"}]""");
        south.Simulator.KnowledgeBase("kb").SetRunsJson("""[{"id":"run-of-south","status":"completed"}]""");
        var builder = AppSettings.CreateBuilder($$"""
            {
              "Tenants": {
                "north": { "BaseAddress": "{{north.BaseAddress}}", "ApiKey": "{{north.ApiKey}}" },
                "south": { "BaseAddress": "{{south.BaseAddress}}", "ApiKey": "{{south.ApiKey}}" }
              }
            }
            """);
        builder.AddTenants();
        using var host = builder.Build();
        await host.StartAsync();

        foreach (var tenant in (string[])["north", "south"])
        {
            var client = host.Services.GetRequiredKeyedService<IRunsClient>(tenant);
            Assert.That((await client.ListAsync("kb")).Single().Id, Is.EqualTo($"run-of-{tenant}"));
        }
    }

    [Test]
    public async Task StartAsync_TenantWithoutKey_FailsAndNamesTheTenantAndTheMisspelledEntry()
    {
        var builder = AppSettings.CreateBuilder("""
            { "Tenants": { "north": { "ApiKey": "key-of-tenant-north" }, "south": { "ApiKye": "key-of-tenant-south" } } }
            """);
        builder.AddTenants();
        using var host = builder.Build();

        var error = (await Assert.CatchAsync<OptionsValidationException>(() => host.StartAsync()))!;

        Assert.That(error.Message, Does.Contain("\"south\"").And.Contain("Tenants:south:ApiKye").And.Contain("ApiKey"));
        Assert.That(error.Message, Does.Not.Contain("north").And.Not.Contain("key-of-tenant"));
    }
}
