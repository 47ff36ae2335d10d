using System.Net;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>Each tenant has a client with its own API key.</summary>
public sealed class TenantEndpointsTests
{
    [Test]
    public async Task List_TwoTenants_UseTheirOwnKeys()
    {
        using var other = KnowledgeBaseServer.Start(new KnowledgeBaseSimulator(TimeProvider.System) { ApiKey = "key-of-tenant-b" });
        other.Simulator.KnowledgeBase("kb").SetRunsJson("""[{"id":"b1","status":"running"}]""");
        await using var application = await StartAsync(other);
        application.Service.Simulator.KnowledgeBase("kb").SetRunsJson("""[{"id":"a1","status":"queued"}]""");

        Assert.That(await application.Client.GetStringAsync("/tenants/a/knowledge-bases/kb/runs"), Does.Contain("a1"));
        Assert.That(await application.Client.GetStringAsync("/tenants/b/knowledge-bases/kb/runs"), Does.Contain("b1"));
        Assert.That(application.Service.Simulator.Requests.Single().Headers["X-API-Key"], Is.EqualTo(application.Service.ApiKey));
        Assert.That(other.Simulator.Requests.Single().Headers["X-API-Key"], Is.EqualTo("key-of-tenant-b"));
    }

    [Test]
    public async Task List_UnknownTenant_IsNotFound()
    {
        using var other = KnowledgeBaseServer.Start();
        await using var application = await StartAsync(other);

        using var response = await application.Client.GetAsync("/tenants/c/knowledge-bases/kb/runs");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(application.Service.Simulator.Requests, Is.Empty);
    }

    // Tenant a uses the service of the application, and tenant b the other one.
    private static Task<TestApplication> StartAsync(KnowledgeBaseServer other) => TestApplication.StartAsync(
        settings: service => new Dictionary<string, string?>
        {
            ["Tenants:a:ApiKey"] = service.ApiKey,
            ["Tenants:a:BaseAddress"] = $"{service.BaseAddress}",
            ["Tenants:b:ApiKey"] = other.ApiKey,
            ["Tenants:b:BaseAddress"] = $"{other.BaseAddress}",
        });
}
