using KnowledgeBaseClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DocumentationSnippets;

/// <summary>The compiled C# of the README of the package.</summary>
internal static class SrcKnowledgebaseclientOrleansReadmeSnippets
{
    public static async Task Example(string[] args, string orderId, IReadOnlyCollection<string> runIds)
    {
        #region example
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase")).AddFleet();
        builder.Services.AddRunCompletionHandler<PublishUpload>("publish-upload"); // an IRunCompletionHandler
        builder.UseOrleans(silo => silo.UseEmbeddedFleet("/var/lib/ingestion")); // one process; several need PostgreSQL or Redis
        using var host = builder.Build();
        await host.StartAsync();

        var waits = host.Services.GetRequiredService<IDurableWaits>();
        await waits.RegisterAsync(
            new DurableWait { Id = orderId, KnowledgeBaseId = "contracts", RunIds = runIds, Handler = "publish-upload" });
        #endregion
    }

    internal sealed class PublishUpload : IRunCompletionHandler
    {
        public Task HandleAsync(RunCompletion completion, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
