namespace KnowledgeBaseClient.Consumers.UnitTests;

/// <summary>Waits until uploaded documents are imported.</summary>
internal sealed class DocumentImport(IRunsClient client)
{
    public static readonly TimeSpan Timeout = TimeSpan.FromHours(1);

    /// <param name="knowledgeBaseId">The knowledge base to which the documents were uploaded.</param>
    /// <param name="documents">The names of the documents, by the id of the run that imports each.</param>
    /// <param name="cancellationToken">Cancels the wait. The runs continue on the service.</param>
    public async Task<ImportResult> WaitAsync(
        string knowledgeBaseId, IReadOnlyDictionary<string, string> documents, CancellationToken cancellationToken = default)
    {
        List<string> imported = [];
        Dictionary<string, string> failed = [];
        List<string> unfinished = [];
        try
        {
            var options = new WaitOptions { Timeout = Timeout };
            await foreach (var run in client.WaitForEachAsync(knowledgeBaseId, documents.Keys, options, cancellationToken))
            {
                if (run.Status == RunStatus.Completed)
                {
                    imported.Add(documents[run.Id]);
                }
                else
                {
                    failed.Add(documents[run.Id], ReasonOf(run));
                }
            }
        }
        catch (RunWaitTimeoutException timeout)
        {
            unfinished = [.. timeout.Pending.Select(runId => documents[runId])];
        }

        return new ImportResult { Imported = imported, Failed = failed, Unfinished = unfinished };
    }

    private static string ReasonOf(Run run) => run.Status.Kind switch
    {
        RunStatusKind.AwaitingHumanFeedback => "a person must act",
        RunStatusKind.Stopped => "stopped",
        _ => run.ErrorMessage ?? "no error given",
    };
}
