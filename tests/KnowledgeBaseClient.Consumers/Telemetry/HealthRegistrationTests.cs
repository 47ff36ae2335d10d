using System.Net;
using KnowledgeBaseClient.Consumers.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Telemetry;

/// <summary>An application reports the health of its knowledge bases.</summary>
public sealed class HealthRegistrationTests
{
    [TestCase(HttpStatusCode.OK, ExpectedResult = HealthStatus.Healthy)]
    [TestCase(HttpStatusCode.Unauthorized, ExpectedResult = HealthStatus.Unhealthy)]
    public async Task<HealthStatus> AddHealth_TwoChecks_OnlyTheActiveOneSendsARequest(HttpStatusCode status)
    {
        using var service = new FakeRunsHandler { Status = status };
        using var other = new FakeRunsHandler();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddKnowledgeBaseClient(options => options.ApiKey = "key-for-this-test")
            .ConfigurePrimaryHttpMessageHandler(() => service);
        builder.Services.AddKeyedKnowledgeBaseClient("tenant-a", options => options.ApiKey = "key-of-tenant-a")
            .ConfigurePrimaryHttpMessageHandler(() => other);
        builder.AddHealth();
        using var host = builder.Build();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That((service.Requests, other.Requests), Is.EqualTo((1, 0)));
        Assert.That(report.Entries["other"].Status, Is.EqualTo(HealthStatus.Healthy));
        return report.Entries["knowledge_base"].Status;
    }
}
