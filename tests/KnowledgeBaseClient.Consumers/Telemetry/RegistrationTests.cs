using System.Diagnostics;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace KnowledgeBaseClient.Consumers.Telemetry;

/// <summary>An application with OpenTelemetry exports the traces and metrics of its client.</summary>
public sealed class RegistrationTests
{
    [Test]
    public async Task AddTelemetry_OneCall_ExportsItsSpanAndItsMetrics()
    {
        Exported<Activity> spans = [];
        Exported<Metric> metrics = [];
        var simulator = new KnowledgeBaseSimulator();
        simulator.KnowledgeBase("registration").AddRun(RunScript.Queued());
        var builder = Host.CreateApplicationBuilder();
        builder.AddTelemetry();
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddInMemoryExporter(spans));
        builder.Services.ConfigureOpenTelemetryMeterProvider(provider => provider.AddInMemoryExporter(metrics));
        builder.Services.AddKnowledgeBaseClient();
        builder.Services.AddKnowledgeBaseSimulator(simulator);
        using var host = builder.Build();
        await host.StartAsync();

        await host.Services.GetRequiredService<IRunsClient>().ListAsync("registration");

        host.Services.GetRequiredService<MeterProvider>().ForceFlush();
        Assert.That(spans.Snapshot().Count(span => (string?)span.GetTagItem("knowledge_base.id") == "registration"), Is.EqualTo(1));
        Assert.That(metrics.Snapshot().Select(metric => metric.Name), Does.Contain("knowledge_base.call.duration"));
    }
}
