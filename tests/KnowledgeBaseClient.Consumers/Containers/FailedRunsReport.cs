namespace KnowledgeBaseClient.Consumers.Containers;

/// <summary>Counts the failed runs of a knowledge base.</summary>
internal sealed class FailedRunsReport(IRunsClient client)
{
    public async Task<int> CountAsync(string knowledgeBaseId, CancellationToken cancellationToken = default) =>
        (await client.ListSummariesAsync(knowledgeBaseId, new RunFilter { Status = RunStatus.Failed }, cancellationToken)).Count;
}
