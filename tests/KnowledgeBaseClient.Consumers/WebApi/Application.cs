using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient.Consumers.WebApi;

/// <summary>A web API over the runs of knowledge bases.</summary>
internal static class Application
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        #region application
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase"));
        foreach (var tenant in builder.Configuration.GetSection("Tenants").GetChildren())
        {
            builder.Services.AddKeyedKnowledgeBaseClient(tenant.Key, tenant);
        }

        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<RunsExceptionHandler>();
        builder.Services.AddOpenApi(options => options.AddSchemaTransformer<RunSchemas>());

        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => false });
        app.MapOpenApi();
        app.MapRuns();
        app.MapTenants();
        #endregion

        return app;
    }
}
