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

    public static WaitOptions OverallProgress()
    {
        #region progress
        var options = new WaitOptions
        {
            OverallProgress = new SynchronousProgress<WaitProgress>(progress =>
                Console.WriteLine($"{progress.Percent:0} %, {progress.Completed} of {progress.Total} completed, {progress.Failed} failed")),
        };
        #endregion
        return options;
    }

    public static async Task AwaitingHumanFeedback(
        IRunsClient client, string knowledgeBaseId, string runId, WaitOptions options, CancellationToken cancellationToken)
    {
        #region feedback
        var run = await client.WaitForCompletionAsync(knowledgeBaseId, runId, options, cancellationToken);
        Console.WriteLine(run.Status.Kind switch
        {
            RunStatusKind.Completed => "Done.",
            RunStatusKind.AwaitingHumanFeedback => "A person must act.",
            RunStatusKind.Stopped => "Stopped.",
            _ => $"Failed: {run.ErrorMessage ?? "no error given"}",
        });
        #endregion
    }

    public static WaitOptions Until()
    {
        #region until
        var options = new WaitOptions { Until = run => run.Progress >= 50 };
        #endregion
        return options;
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

    public static async Task Restart(
        IRunsClient client,
        string knowledgeBaseId,
        IPosition position,
        ITickets tickets,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        #region restart
        if (await position.LoadAsync(cancellationToken) is not { } since)
        {
            since = timeProvider.GetUtcNow();
            await position.SaveAsync(since, cancellationToken); // otherwise a restart before the first finished run would skip runs
        }

        // One minute earlier, because a run can be listed late.
        var options = new WatchOptions { IncludeExisting = false, EndedSince = since - TimeSpan.FromMinutes(1) };
        await foreach (var change in client.WatchAsync(knowledgeBaseId, options, cancellationToken))
        {
            if (change.Kind == RunChangeKind.Failed)
            {
                var run = await client.FindAsync(knowledgeBaseId, change.Current.Id, cancellationToken);
                await tickets.OpenAsync(change.Current.Id, run?.ErrorMessage ?? "no error given", cancellationToken);
            }

            if (change.Current.FinishedAt is { } finished && finished > since)
            {
                since = finished;
                await position.SaveAsync(since, cancellationToken);
            }
        }
        #endregion
    }

    public static async Task ShowOutput(IRunsClient client, string runId, CancellationToken cancellationToken)
    {
        #region events
        string? lastEventId = null;
        await foreach (var next in client.StreamEventsAsync(runId, lastEventId, cancellationToken))
        {
            Console.WriteLine($"{next.NodeId} {next.NodeStatus} {next.Status} {next.Text}");
            lastEventId = next.EventId;
        }
        #endregion

        Console.WriteLine(lastEventId);
    }
}
