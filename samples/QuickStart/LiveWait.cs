using KnowledgeBaseClient;

namespace QuickStart;

/// <summary>Waits for the runs that have not ended, with their progress as it comes.</summary>
internal static class LiveWait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200);

    public static async Task ShowAsync(
        IRunsClient client, ServiceToUse service, IReadOnlyList<Run> runs, ProgressLines lines, CancellationToken cancellationToken)
    {
        string[] ids = [.. runs.Where(run => run.Status == RunStatus.Running || run.Status == RunStatus.Queued).Select(run => run.Id)];
        if (!service.IsStandIn)
        {
            lines.Say("Real runs may take hours, so this program does not wait for them: see WaitForAllAsync.");
            return;
        }

        if (ids.Length == 0)
        {
            lines.Say("No run is queued or running now, so there is nothing to wait for.");
            return;
        }

        lines.Say($"Waiting for the {ids.Length} runs that are queued or running, all in one request per poll:");
        service.LetRunsGoOn();

        var options = new WaitOptions
        {
            Timeout = Patience,
            Progress = lines,
            Polling = new PollingOptions { Initial = Often, Maximum = Often },
        };

        try
        {
            var ended = await client.WaitForAllAsync(service.KnowledgeBaseId, ids, options, cancellationToken);
            lines.Say($"All of them have ended: {string.Join(", ", ended.GroupBy(run => run.Status).Select(group => $"{group.Count()} {group.Key}"))}.");
        }
        catch (RunWaitException notDone)
        {
            lines.Say($"{notDone.GetType().Name}: {notDone.Message}");
        }
    }
}
