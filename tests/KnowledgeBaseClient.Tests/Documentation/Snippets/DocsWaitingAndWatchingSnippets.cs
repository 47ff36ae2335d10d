using KnowledgeBaseClient;

namespace DocumentationSnippets;

/// <summary>The compiled C# of docs/waiting-and-watching.md: each region is one of its code blocks, in order.</summary>
internal static class DocsWaitingAndWatchingSnippets
{
    public static async Task Each(IRunsClient client, string knowledgeBaseId, string[] runIds)
    {
        #region each
        await foreach (var run in client.WaitForEachAsync(knowledgeBaseId, runIds, new WaitOptions { Timeout = TimeSpan.FromHours(1) }))
        {
            Console.WriteLine($"{run.Id} finished: {run.Status}");
        }
        #endregion
    }

    public static async Task<Run> Until(IRunsClient client, string knowledgeBaseId, string runId, CancellationToken cancellationToken)
    {
        #region until
        var options = new WaitOptions { Until = run => run.Status == new RunStatus("awaiting_human_feedback") };
        var run = await client.WaitForCompletionAsync(knowledgeBaseId, runId, options, cancellationToken);
        #endregion
        return run;
    }

    public static async Task Watch(IRunsClient client, string knowledgeBaseId, CancellationToken cancellationToken)
    {
        #region watch
        await foreach (var change in client.WatchAsync(knowledgeBaseId, new WatchOptions { IncludeExisting = false }, cancellationToken))
        {
            Console.WriteLine($"{change.Kind}: {change.Current.Id}, {change.MovedNodes.Count} nodes changed state");
        }
        #endregion
    }
}
