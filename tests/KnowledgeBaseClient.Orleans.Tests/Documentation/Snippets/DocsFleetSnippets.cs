using KnowledgeBaseClient;
using KnowledgeBaseClient.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NUnit.Framework;
using Orleans.Configuration;
using StackExchange.Redis;

namespace DocumentationSnippets;

/// <summary>The C# of docs/fleet.md, compiled: each region is one of its code blocks, in order.</summary>
public sealed class DocsFleetSnippets
{
    internal static void Redis(HostApplicationBuilder builder)
    {
        #region redis
        var redis = builder.Configuration.GetConnectionString("Redis")!;
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase")).AddFleet();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("ingestion", "ingestion"))
            .UseRedisClustering(redis)
            .AddRedisGrainStorage("KnowledgeBaseFleet", options => options.ConfigurationOptions = ConfigurationOptions.Parse(redis)));
        #endregion
    }

    internal static void Postgres(HostApplicationBuilder builder)
    {
        #region postgres
        var postgres = builder.Configuration.GetConnectionString("Postgres")!;
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase")).AddFleet();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("ingestion", "ingestion"))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", postgres))
            .AddAdoNetGrainStorage("KnowledgeBaseFleet", options => (options.Invariant, options.ConnectionString) = ("Npgsql", postgres)));
        #endregion
    }

    internal static void Embedded(HostApplicationBuilder builder)
    {
        #region embedded
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase")).AddFleet();
        builder.UseOrleans(silo => silo.UseEmbeddedFleet("/var/lib/ingestion"));
        #endregion
    }

    internal static void Client(HostApplicationBuilder builder, string redis)
    {
        #region client
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase")).AddFleet();
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("ingestion", "ingestion"))
            .UseRedisClustering(redis)
            .UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                return true;
            }));
        #endregion
    }

    #region handler
    internal sealed class PublishUpload(ICatalog catalog) : IRunCompletionHandler
    {
        public async Task HandleAsync(RunCompletion completion, CancellationToken cancellationToken)
        {
            var isIngested = completion.Failure is null && completion.Runs.All(run => run.Status == RunStatus.Completed);
            await catalog.SetIngestedAsync(completion.State!, isIngested, completion.WaitId, cancellationToken);
        }
    }
    #endregion

    internal static void AddHandler(HostApplicationBuilder builder)
    {
        #region add-handler
        builder.Services.AddRunCompletionHandler<PublishUpload>("publish-upload");
        #endregion
    }

    internal static async Task Register(
        IRunsClient client,
        IDurableWaits waits,
        string knowledgeBaseId,
        IReadOnlyList<DocumentUpload> documents,
        string orderId,
        CancellationToken cancellationToken)
    {
        #region register
        var runIds = await client.UploadAsync(knowledgeBaseId, documents, cancellationToken: cancellationToken);
        await waits.RegisterAsync(
            new DurableWait
            {
                Id = orderId,
                KnowledgeBaseId = knowledgeBaseId,
                RunIds = runIds,
                Handler = "publish-upload",
                State = orderId,
                Timeout = TimeSpan.FromHours(6),
            },
            cancellationToken);
        #endregion
    }

    internal static async Task List(IDurableWaits waits, string knowledgeBaseId, CancellationToken cancellationToken)
    {
        #region list
        await foreach (var wait in waits.ListAsync(knowledgeBaseId, cancellationToken))
        {
            if (wait.Phase == DurableWaitPhase.DeadLetter)
            {
                Console.WriteLine($"{wait.WaitId} failed {wait.Failures} times: {wait.LastError}");
                await waits.CancelAsync(knowledgeBaseId, wait.WaitId, cancellationToken);
            }
        }
        #endregion
    }

    [Test]
    public async Task Handler_FailedRun_IsNotIngested()
    {
        var catalog = new FakeCatalog();
        #region test
        var run = new RunBuilder("run-1").Failed("no text found").Build();
        var completion = new RunCompletion { WaitId = "order-1", KnowledgeBaseId = "contracts", State = "order-1", Runs = [run] };

        await new PublishUpload(catalog).HandleAsync(completion, CancellationToken.None);

        Assert.That(catalog.Ingested["order-1"], Is.False);
        #endregion
    }
}
