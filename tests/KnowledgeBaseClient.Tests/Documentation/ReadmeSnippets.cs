#region first
using KnowledgeBaseClient;
#endregion
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Readme;

/// <summary>The C# of README.md, compiled: each region is one of its code blocks, in their order.</summary>
internal static class ReadmeSnippets
{
    public static async Task First()
    {
        #region first
        using var client = new RunsClient("your-api-key");
        foreach (var run in await client.ListAsync("your-knowledge-base-id"))
        {
            Console.WriteLine($"{run.Id}  {run.WorkflowName}  {run.Status}  {run.Progress} %");
        }
        #endregion
    }

    public static async Task Stream(IRunsClient client, string knowledgeBaseId, CancellationToken cancellationToken)
    {
        #region stream
        var filter = new RunFilter { Status = RunStatus.Failed };
        await foreach (var run in client.StreamAsync(knowledgeBaseId, filter, cancellationToken))
        {
            var message = run.Output.TryGetProperty("error", out var error) ? error.ToString() : "no error given";
            Console.WriteLine($"{run.Id}: {message}");
        }
        #endregion
    }

    public static async Task Wait(IRunsClient client, string knowledgeBaseId, string[] runIds)
    {
        #region wait
        await foreach (var run in client.WaitForEachAsync(knowledgeBaseId, runIds, new WaitOptions { Timeout = TimeSpan.FromHours(1) }))
        {
            Console.WriteLine($"{run.Id} has ended: {run.Status}");
        }
        #endregion
    }

    public static void FromEnvironment(HostApplicationBuilder builder)
    {
        #region from-environment
        // Key and address from the environment.
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

    internal interface IVault
    {
        ValueTask<string> ReadKeyAsync(CancellationToken cancellationToken);
    }
}
