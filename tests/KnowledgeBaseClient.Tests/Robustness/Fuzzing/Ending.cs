#if NET10_0_OR_GREATER
namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// How a call ended: the runs that it gave, and the exception if there was one.
internal sealed record Ending(IReadOnlyList<RunSummary> Runs, Exception? Failure)
{
    public string[] Ids => [.. Runs.Select(run => $"{run.Id} {run.Status}")];

    public string Problem => Failure is null ? "none" : $"{Failure.GetType()}: {Failure.Message}";

    public static Task<Ending> ListAsync(IRunsClient client) => OfAsync(async runs => runs.AddRange(await client.ListAsync("kb")));

    public static Task<Ending> SummariesAsync(IRunsClient client) => OfAsync(async runs => runs.AddRange(await client.ListSummariesAsync("kb")));

    public static Task<Ending> StreamAsync(IRunsClient client) => OfAsync(async runs =>
    {
        await foreach (var run in client.StreamAsync("kb"))
        {
            runs.Add(run);
        }
    });

    private static async Task<Ending> OfAsync(Func<List<RunSummary>, Task> call)
    {
        var runs = new List<RunSummary>();
        try
        {
            await call(runs);
            return new Ending(runs, null);
        }
        catch (Exception failure)
        {
            return new Ending(runs, failure);
        }
    }
}
#endif
