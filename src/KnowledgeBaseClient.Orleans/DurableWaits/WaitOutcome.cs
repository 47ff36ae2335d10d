namespace KnowledgeBaseClient;

// How a wait has ended. Failure: null if all of its runs have finished.
internal sealed record WaitOutcome(IReadOnlyList<Run> Runs, RunWaitException? Failure)
{
    // Runs on the thread pool: reading runs takes CPU time.
    public static async Task<WaitOutcome> CollectAsync(
        IRunsClient client, string knowledgeBaseId, string[] runIds, WaitOptions options, CancellationToken cancellationToken)
    {
        var finished = new Dictionary<string, Run>(StringComparer.Ordinal);
        RunWaitException? failure = null;
        try
        {
            var runs = client.WaitForEachAsync(knowledgeBaseId, runIds, options, cancellationToken);
            await foreach (var run in runs.ConfigureAwait(false))
            {
                finished[run.Id] = run;
            }
        }
        catch (RunWaitException ended) when (ended is RunWaitTimeoutException or RunNotFoundException)
        {
            failure = ended;
        }

        return new WaitOutcome([.. runIds.Select(finished.GetValueOrDefault).OfType<Run>()], failure);
    }
}
