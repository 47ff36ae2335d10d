using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KnowledgeBaseClient.Consumers.Telemetry;

/// <summary>Subscribes to the traces and metrics of the client.</summary>
internal static class Registration
{
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        #region registration
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(KnowledgeBaseTelemetry.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(KnowledgeBaseTelemetry.MeterName));
        #endregion
    }
}
