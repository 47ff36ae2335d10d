using System.Text;
using KnowledgeBaseClient;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fleet;

/// <summary>Uploads documents, and registers a durable wait for their runs: from then on, this process is not needed.</summary>
internal sealed partial class UploadWorker(IRunsClient client, IDurableWaits waits, ILocalSiloDetails silo, ILogger<UploadWorker> logger)
    : BackgroundService
{
    private const string KnowledgeBaseId = "contracts";
    private const int DocumentCount = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var documents = Enumerable.Range(1, DocumentCount)
            .Select(number => DocumentUpload.FromBytes($"{silo.Name}-{number}.txt", Encoding.UTF8.GetBytes($"Contract {number}")));
        var runIds = await client.UploadAsync(KnowledgeBaseId, documents, cancellationToken: stoppingToken);

        // The id is the idempotency key: an application takes that of its order or message.
        var wait = new DurableWait
        {
            Id = $"upload-{silo.Name}",
            KnowledgeBaseId = KnowledgeBaseId,
            RunIds = runIds,
            Handler = IndexUpload.Name,
            State = silo.Name,
            Timeout = TimeSpan.FromHours(6),
        };
        await waits.RegisterAsync(wait, stoppingToken);
        LogRegistered(wait.Id, runIds.Count);
    }

    [LoggerMessage(1, LogLevel.Information, "Registered: wait {WaitId} for {Runs} runs.")]
    private partial void LogRegistered(string waitId, int runs);
}
