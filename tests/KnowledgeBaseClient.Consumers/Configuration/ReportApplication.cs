using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KnowledgeBaseClient.Consumers.Configuration;

/// <summary>An application that takes all its settings from the configuration.</summary>
internal static class ReportApplication
{
    public static IHostApplicationBuilder AddReport(this IHostApplicationBuilder builder)
    {
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase"));
        builder.Services.Configure<ReportOptions>(builder.Configuration.GetSection("Report"));
        builder.Services.AddSingleton<Report>();
        return builder;
    }

    /// <summary>Registers one client per section of "Tenants". The name of the section is the service key.</summary>
    public static IHostApplicationBuilder AddTenants(this IHostApplicationBuilder builder)
    {
        foreach (var tenant in builder.Configuration.GetSection("Tenants").GetChildren())
        {
            builder.Services.AddKeyedKnowledgeBaseClient(tenant.Key, tenant);
        }

        return builder;
    }
}
