#if NET10_0_OR_GREATER
namespace KnowledgeBaseClient.Tests.Robustness.Fuzzing;

// The runs that a call returned, and the exception that it threw, if any.
internal sealed record CallOutcome(IReadOnlyList<RunSummary> Runs, Exception? Failure)
{
    public string[] Ids => [.. Runs.Select(run => $"{run.Id} {run.Status}")];

    public string FailureText => Failure is null ? "none" : $"{Failure.GetType()}: {Failure.Message}";

    public static Task<CallOutcome> OfListAsync(IRunsClient client) =>
        RunAsync(async runs => runs.AddRange(await client.ListAsync("kb")));

    public static Task<CallOutcome> OfListSummariesAsync(IRunsClient client) =>
        RunAsync(async runs => runs.AddRange(await client.ListSummariesAsync("kb")));

    public static Task<CallOutcome> OfStreamAsync(IRunsClient client) => RunAsync(async runs =>
    {
        await foreach (var run in client.StreamAsync("kb"))
        {
            runs.Add(run);
        }
    });

    private static async Task<CallOutcome> RunAsync(Func<List<RunSummary>, Task> call)
    {
        var runs = new List<RunSummary>();
        try
        {
            await call(runs);
            return new CallOutcome(runs, null);
        }
        catch (Exception failure)
        {
            return new CallOutcome(runs, failure);
        }
    }
}
#endif
