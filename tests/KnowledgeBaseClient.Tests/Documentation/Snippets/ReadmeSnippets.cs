#region first
using KnowledgeBaseClient;
#endregion
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DocumentationSnippets;

/// <summary>The compiled C# of README.md: each region is one of its code blocks, in order.</summary>
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

    public static void Inject(string[] args)
    {
        #region inject
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddKnowledgeBaseClient(builder.Configuration.GetSection("KnowledgeBase"));
        builder.Services.AddHostedService<IngestionWorker>(); // takes an IRunsClient in its constructor
        #endregion
    }

    public static async Task Wait(IRunsClient client, string knowledgeBaseId, CancellationToken cancellationToken)
    {
        #region wait
        var documents = new[] { DocumentUpload.FromFile("contract.pdf"), DocumentUpload.FromFile("appendix.docx") };
        var runIds = await client.UploadAsync(knowledgeBaseId, documents, cancellationToken: cancellationToken);
        var options = new WaitOptions
        {
            Timeout = TimeSpan.FromHours(1),
            Progress = new SynchronousProgress<RunChange>(change => Console.WriteLine(change)),
        };
        var runs = await client.WaitForAllAsync(knowledgeBaseId, runIds, options, cancellationToken);
        runs.EnsureCompleted(); // throws RunFailedException, which names every run that did not complete
        #endregion
    }

    public static async Task Catch(
        IRunsClient client, string knowledgeBaseId, string runId, WaitOptions options, CancellationToken cancellationToken)
    {
        #region catch
        try
        {
            await client.WaitForCompletionAsync(knowledgeBaseId, runId, options, cancellationToken);
        }
        catch (RunWaitTimeoutException error)
        {
            Console.WriteLine($"Not finished: {string.Join(", ", error.Pending)}");
        }
        catch (KnowledgeBaseException error) when (error.IsTransient)
        {
            Console.WriteLine($"Retry later: {error.Message}");
        }
        #endregion
    }

    internal sealed class IngestionWorker(IRunsClient client) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => client.ListAsync("kb", cancellationToken: stoppingToken);
    }
}
