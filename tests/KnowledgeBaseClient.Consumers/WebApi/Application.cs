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
            // Service keys are case-sensitive, but an environment variable may spell a tenant differently.
            builder.Services.AddKeyedKnowledgeBaseClient(tenant.Key.ToLowerInvariant(), tenant);
        }

        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<RunsExceptionHandler>();
        builder.Services.AddOpenApi(options => options.AddSchemaTransformer<RunSchemas>());

        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // Log what is not the caller's fault.
            SuppressDiagnosticsCallback = context => context.HttpContext.Response.StatusCode < 500,
        });
        app.UseStatusCodePages();
        app.MapOpenApi();
        app.MapRuns();
        app.MapTenants();
        #endregion

        return app;
    }
}
