using KnowledgeBaseClient;

namespace DocumentationSnippets;

/// <summary>The compiled C# of docs/listing-and-reading.md: each region is one of its code blocks, in order.</summary>
internal static class DocsListingAndReadingSnippets
{
    public static async Task Stream(IRunsClient client, string knowledgeBaseId, CancellationToken cancellationToken)
    {
        #region stream
        var filter = new RunFilter { Status = RunStatus.Failed };
        await foreach (var run in client.StreamAsync(knowledgeBaseId, filter, cancellationToken))
        {
            Console.WriteLine($"{run.Id}: {run.ErrorMessage ?? "no error given"}");
        }
        #endregion
    }
}
