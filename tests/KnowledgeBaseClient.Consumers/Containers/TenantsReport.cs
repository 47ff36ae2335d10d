using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeBaseClient.Consumers.Containers;

/// <summary>Counts the failed runs of two tenants, each of which has its own API key.</summary>
internal sealed class TenantsReport(
    [FromKeyedServices("tenant-a")] IRunsClient tenantA, [FromKeyedServices("tenant-b")] IRunsClient tenantB)
{
    public async Task<(int TenantA, int TenantB)> CountAsync(string knowledgeBaseId) =>
        (await new FailedRunsReport(tenantA).CountAsync(knowledgeBaseId), await new FailedRunsReport(tenantB).CountAsync(knowledgeBaseId));
}
