using KnowledgeBaseClient;

namespace DocumentationSnippets;

/// <summary>The compiled C# of docs/uploading.md: each region is one of its code blocks, in order.</summary>
internal static class DocsUploadingSnippets
{
    public static async Task Upload(IRunsClient client, string knowledgeBaseId, CancellationToken cancellationToken)
    {
        #region upload
        var documents = Directory.EnumerateFiles("contracts", "*.pdf").Select(path => DocumentUpload.FromFile(path));
        var runIds = await client.UploadAsync(knowledgeBaseId, documents, new UploadOptions { Prefix = "/contracts" }, cancellationToken);
        #endregion

        Console.WriteLine(runIds.Count);
    }

    public static async Task UploadAndWait(
        IRunsClient client, string knowledgeBaseId, IEnumerable<DocumentUpload> documents, CancellationToken cancellationToken)
    {
        #region upload-and-wait
        var options = new UploadAndWaitOptions
        {
            Upload = new UploadOptions { Prefix = "/contracts" },
            Wait = new WaitOptions { Timeout = TimeSpan.FromHours(1) },
            Progress = new SynchronousProgress<UploadAndWaitProgress>(progress => Console.WriteLine(progress)),
        };
        await foreach (var run in client.UploadAndWaitAsync(knowledgeBaseId, documents, options, cancellationToken))
        {
            Console.WriteLine($"{run.Id}: {run.Status} {run.ErrorMessage}");
        }
        #endregion
    }

    public static async Task Recover(
        IRunsClient client,
        string knowledgeBaseId,
        IEnumerable<DocumentUpload> documents,
        UploadOptions options,
        CancellationToken cancellationToken)
    {
        #region recover
        try
        {
            await client.UploadAsync(knowledgeBaseId, documents, options, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException && UploadOutcome.Of(error) is { } outcome)
        {
            Console.WriteLine($"{error.Message} {outcome}");
            await client.WaitForAllAsync(knowledgeBaseId, outcome.RunIds, cancellationToken: cancellationToken); // were started
            await client.UploadAsync(knowledgeBaseId, outcome.NotAcceptedDocuments, options, cancellationToken); // safe to repeat
            foreach (var document in outcome.UnknownDocuments)
            {
                Console.WriteLine($"Check whether the knowledge base has {document.Name}."); // may have been accepted
            }
        }
        #endregion
    }
}
