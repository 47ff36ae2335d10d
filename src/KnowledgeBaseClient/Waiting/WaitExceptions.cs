namespace KnowledgeBaseClient;

// How a wait or watch ends when it is not done, in the words of its exception.
internal static class WaitExceptions
{
    private const int MostNamed = 3;

    public static RunNotFoundException NotFound(
        string knowledgeBaseId, IReadOnlyList<string> missing, TimeSpan grace, IReadOnlyList<string> pending, IReadOnlyList<RunSummary> seen) =>
        new(
            $"The knowledge base {knowledgeBaseId} has not listed {Names(missing)} for {grace:c}, the {nameof(WaitOptions.MissingGrace)}: "
            + "check the id, and that the run belongs to this knowledge base.")
        {
            RunIds = missing,
            Pending = pending,
            LastSeen = seen,
        };

    public static RunStalledException Stalled(
        string knowledgeBaseId, TimeSpan limit, IReadOnlyList<string> pending, IReadOnlyList<RunSummary> seen) =>
        new($"Nothing has changed about {Names(pending)} of the knowledge base {knowledgeBaseId} for {limit:c}, the {nameof(WaitOptions.StallTimeout)}. "
            + $"See {nameof(RunStalledException.LastSeen)}, and ask the service whether it still works on it.")
        {
            StallTimeout = limit,
            Pending = pending,
            LastSeen = seen,
        };

    public static RunPollingException PollsFailed(
        string knowledgeBaseId, int failures, Exception last, IReadOnlyList<string> pending, IReadOnlyList<RunSummary> seen) =>
        new($"{failures} polls in a row of the knowledge base {knowledgeBaseId} have failed. The last failure: {last.Message}", last)
        {
            ConsecutiveFailures = failures,
            Pending = pending,
            LastSeen = seen,
        };

    public static RunWaitTimeoutException TimedOut(
        string knowledgeBaseId, TimeSpan timeout, IReadOnlyList<string> pending, IReadOnlyList<RunSummary> seen) =>
        new($"Not done within {timeout:c}, the {nameof(WaitOptions.Timeout)}: {Names(pending)} of the knowledge base {knowledgeBaseId}. What is pending goes on: wait again for it.")
        {
            Timeout = timeout,
            Pending = pending,
            LastSeen = seen,
        };

    private static string Names(IReadOnlyList<string> ids) =>
        ids.Count == 1 ? $"the run {ids[0]}"
        : ids.Count <= MostNamed ? $"the runs {string.Join(", ", ids)}"
        : $"{ids.Count} runs (among them {string.Join(", ", ids.Take(MostNamed))})";
}
