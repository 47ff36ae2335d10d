namespace KnowledgeBaseClient.Aot.Checks;

/// <summary>Waits and watches.</summary>
internal static class WaitingChecks
{
    private static readonly string[] Ids = ["r1", "r2"];

    public static IEnumerable<Check> All(Server server)
    {
        // Shared by the checks, and used until the process ends.
        var client = server.CreateClient();
        return
        [
            new("WaitForCompletionAsync", async () =>
                Check.Equal(RunStatus.Completed, (await client.WaitForCompletionAsync("wait", "r1")).Status)),
            new("WaitForAllAsync", () => WaitForAllAsync(client)),
            new("WaitForEachAsync", async () => Check.Equal(2, (await client.WaitForEachAsync("wait-each", Ids).ToListAsync()).Count)),
            new("WatchAsync", () => WatchAsync(client)),
        ];
    }

    private static async Task WaitForAllAsync(RunsClient client)
    {
        var (changes, overall) = (new List<RunChange>(), new List<WaitProgress>());
        var options = new WaitOptions
        {
            Progress = new SynchronousProgress<RunChange>(changes.Add),
            OverallProgress = new SynchronousProgress<WaitProgress>(overall.Add),
        };

        var runs = await client.WaitForAllAsync("wait-all", Ids, options);

        Check.Equal("r1 completed r2 failed", string.Join(' ', runs.Select(run => $"{run.Id} {run.Status}")));
        Check.Equal(RunChangeKind.Failed, changes[^1].Kind);
        Check.Equal((1, 1), (overall[^1].Completed, overall[^1].Failed));
    }

    private static async Task WatchAsync(RunsClient client)
    {
        var kinds = new List<RunChangeKind>();
        await foreach (var change in client.WatchAsync("watch", new WatchOptions { Filter = new RunFilter { RunIds = ["r1"] } }))
        {
            kinds.Add(change.Kind);
        }

        Check.Equal("Appeared StatusChanged Completed", string.Join(' ', kinds));
    }
}
