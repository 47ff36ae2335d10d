using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DocumentationSnippets;

/// <summary>The compiled C# of docs/configuration.md: each region is one of its code blocks, in order.</summary>
internal static class DocsConfigurationSnippets
{
    public static void FromEnvironment(HostApplicationBuilder builder)
    {
        #region from-environment
        builder.Services.AddKnowledgeBaseClient();
        #endregion
    }

    public static void FromCode(HostApplicationBuilder builder, IVault vault)
    {
        #region from-code
        builder.Services.AddKnowledgeBaseClient(options =>
        {
            options.ApiKeyProvider = vault.ReadKeyAsync;
            options.ApplicationName = "Indexer/2.1";
        });
        #endregion
    }

    public static void FromConfiguration(HostApplicationBuilder builder)
    {
        #region from-configuration
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase"));
        #endregion
    }

    public static void Keyed(HostApplicationBuilder builder, string keyOfTenantA, string keyOfTenantB)
    {
        #region keyed
        builder.Services.AddKeyedKnowledgeBaseClient("tenant-a", options => options.ApiKey = keyOfTenantA);
        builder.Services.AddKeyedKnowledgeBaseClient("tenant-b", options => options.ApiKey = keyOfTenantB);
        #endregion
    }

    public static void FromService(HostApplicationBuilder builder)
    {
        #region from-service
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase"));
        builder.Services.AddOptions<KnowledgeBaseClientOptions>()
            .Configure<IVault>((options, vault) => options.ApiKeyProvider = vault.ReadKeyAsync);
        #endregion
    }
}
