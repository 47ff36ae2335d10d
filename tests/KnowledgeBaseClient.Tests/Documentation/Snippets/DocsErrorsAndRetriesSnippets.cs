using KnowledgeBaseClient;

namespace DocumentationSnippets;

/// <summary>The compiled C# of docs/errors-and-retries.md: each region is one of its code blocks, in order.</summary>
internal static class DocsErrorsAndRetriesSnippets
{
    public static async Task Handle(
        IRunsClient client, string knowledgeBaseId, string[] runIds, WaitOptions options, CancellationToken cancellationToken)
    {
        #region handle
        try
        {
            var runs = await client.WaitForAllAsync(knowledgeBaseId, runIds, options, cancellationToken);
            runs.EnsureCompleted();
        }
        catch (RunFailedException error)
        {
            Console.WriteLine($"Ingestion failed: {error.Message}");
        }
        catch (RunPollingException error) when (error.InnerException is RateLimitedException limited)
        {
            Console.WriteLine($"Retry in {limited.RetryAfter ?? TimeSpan.FromMinutes(1)}");
        }
        catch (KnowledgeBaseException error) when (error.IsTransient)
        {
            Console.WriteLine($"Retry later: {error.Message}");
        }
        #endregion
    }
}
