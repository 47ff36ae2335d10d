using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
#region tenants
using Microsoft.AspNetCore.Http.HttpResults;

#endregion
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient.Consumers.WebApi;

#region tenants
internal static class TenantEndpoints
{
    public static void MapTenants(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/tenants/{tenant}/knowledge-bases/{knowledgeBaseId}/runs", ListAsync);

    private static async Task<Results<Ok<IReadOnlyList<RunSummary>>, NotFound>> ListAsync(
        string tenant, string knowledgeBaseId, IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetKeyedService<IRunsClient>(tenant.ToLowerInvariant()) is { } client
            ? TypedResults.Ok(await client.ListSummariesAsync(knowledgeBaseId, cancellationToken: cancellationToken))
            : TypedResults.NotFound();
}
#endregion
