namespace KnowledgeBaseClient.Testing;

// The states of the nodes of a run.
internal static class RunNodes
{
    // The first nodes were executed, and the next one is running if the run is.
    public static ProgressDetails? ToDetails(IReadOnlyList<string> nodes, int executed, bool isRunning, int progress) => nodes.Count == 0
        ? null
        : new ProgressDetails
        {
            ExecutedNodes = [.. nodes.Take(executed)],
            RunningNodes = [.. nodes.Skip(executed).Take(isRunning ? 1 : 0)],
            RemainingNodes = [.. nodes.Skip(executed + (isRunning ? 1 : 0))],
            TotalProgress = progress,
        };
}
