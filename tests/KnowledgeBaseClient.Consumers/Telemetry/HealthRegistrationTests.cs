using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;

namespace KnowledgeBaseClient.Consumers.Telemetry;

/// <summary>An application reports the health of its knowledge bases.</summary>
public sealed class HealthRegistrationTests
{
    [TestCase(false, ExpectedResult = HealthStatus.Healthy)]
    [TestCase(true, ExpectedResult = HealthStatus.Unhealthy)]
    public async Task<HealthStatus> AddHealth_TwoChecks_OnlyTheActiveOneSendsARequest(bool rejectsKey)
    {
        var simulator = new KnowledgeBaseSimulator();
        simulator.KnowledgeBase("knowledge-base-id");
        using var rejection = rejectsKey ? simulator.Faults.RejectKey() : null;
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddKnowledgeBaseClient();
        builder.Services.AddKeyedKnowledgeBaseClient("tenant-a", _ => { });
        builder.Services.AddKnowledgeBaseSimulator(simulator);
        builder.AddHealth();
        using var host = builder.Build();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.That(simulator.RequestCount, Is.EqualTo(1));
        Assert.That(report.Entries["other"].Status, Is.EqualTo(HealthStatus.Healthy));
        return report.Entries["knowledge_base"].Status;
    }
}
