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
            foreach (var run in await client.WaitForAllAsync(knowledgeBaseId, runIds, options, cancellationToken))
            {
                run.EnsureCompleted();
            }
        }
        catch (RunFailedException error)
        {
            Console.WriteLine($"Ingestion failed: {error.Message}");
        }
        catch (RateLimitedException error)
        {
            Console.WriteLine($"Retry in {error.RetryAfter ?? TimeSpan.FromMinutes(1)}");
        }
        catch (KnowledgeBaseException error) when (error.IsTransient)
        {
            Console.WriteLine($"Retry later: {error.Message}");
        }
        #endregion
    }
}
