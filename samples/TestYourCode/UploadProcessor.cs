using KnowledgeBaseClient;

namespace TestYourCode;

/// <summary>Waits for the runs of an upload: indexes the documents of completed runs, and opens a ticket for every other run.</summary>
public sealed class UploadProcessor(IRunsClient client, ISearchIndex index, ITickets tickets)
{
    public async Task ProcessAsync(string knowledgeBaseId, IReadOnlyList<string> runIds, CancellationToken cancellationToken = default)
    {
        var options = new WaitOptions { Timeout = TimeSpan.FromHours(2), OutageTimeout = TimeSpan.FromMinutes(15) };
        try
        {
            await foreach (var run in client.WaitForEachAsync(knowledgeBaseId, runIds, options, cancellationToken))
            {
                await (run.Status == RunStatus.Completed
                    ? index.AddAsync(run.Id, cancellationToken)
                    : tickets.OpenAsync(run.Id, run.ErrorMessage ?? $"The run is {run.Status}.", cancellationToken));
            }
        }
        catch (RunWaitTimeoutException error)
        {
            foreach (var runId in error.Pending)
            {
                await tickets.OpenAsync(runId, "The run did not finish in time.", cancellationToken);
            }
        }
    }
}
