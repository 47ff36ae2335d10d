using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KnowledgeBaseClient.Consumers.Telemetry;

/// <summary>Adds the health checks of two knowledge bases, one with a keyed client.</summary>
internal static class HealthRegistration
{
    public static void AddHealth(this IHostApplicationBuilder builder)
    {
        #region health
        builder.Services.AddHealthChecks()
            .AddKnowledgeBaseClient("knowledge-base-id")
            .AddKnowledgeBaseClient("other-id", options => (options.ServiceKey, options.IsPassive) = ("tenant-a", true), "other");
        #endregion
    }
}
