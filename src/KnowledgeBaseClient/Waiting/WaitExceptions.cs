namespace KnowledgeBaseClient;

// Builds the exceptions that end a wait or watch.
internal static class WaitExceptions
{
    private const int MaxIdsInMessage = 3;

    public static RunNotFoundException NotFound(
        string knowledgeBaseId, IReadOnlyList<string> missing, TimeSpan grace, IReadOnlyList<string> pending, IReadOnlyList<RunSummary> lastSeen) =>
        new(
            $"The knowledge base {knowledgeBaseId} has not listed {Describe(missing)} for {grace:c} "
            + $"({nameof(WaitOptions)}.{nameof(WaitOptions.MissingGrace)}). Check the id, and that the run belongs to this knowledge base.")
        {
            RunIds = missing,
            Pending = pending,
            LastSeen = lastSeen,
        };

    public static RunStalledException Stalled(
        string knowledgeBaseId, TimeSpan timeout, IReadOnlyList<string> pending, IReadOnlyList<RunSummary> lastSeen) =>
        new($"No change to {Describe(pending)} of the knowledge base {knowledgeBaseId} for {timeout:c} "
            + $"({nameof(WaitOptions)}.{nameof(WaitOptions.StallTimeout)}). See {nameof(RunStalledException.LastSeen)}, and check whether the service "
            + "is still processing the runs.")
        {
            StallTimeout = timeout,
            Pending = pending,
            LastSeen = lastSeen,
        };

    public static RunPollingException PollsFailed(
        string knowledgeBaseId, int failures, Exception last, IReadOnlyList<string> pending, IReadOnlyList<RunSummary> lastSeen) =>
        new($"{failures} consecutive polls of the knowledge base {knowledgeBaseId} failed. The last failure was: {last.Message}", last)
        {
            ConsecutiveFailures = failures,
            Pending = pending,
            LastSeen = lastSeen,
        };

    public static RunWaitTimeoutException TimedOut(
        string knowledgeBaseId, TimeSpan timeout, IReadOnlyList<string> pending, IReadOnlyList<RunSummary> lastSeen) =>
        new($"{Capitalize(Describe(pending))} of the knowledge base {knowledgeBaseId} did not finish within {timeout:c} "
            + $"({nameof(WaitOptions)}.{nameof(WaitOptions.Timeout)}). Pending runs continue on the service: wait for them again.")
        {
            Timeout = timeout,
            Pending = pending,
            LastSeen = lastSeen,
        };

    private static string Describe(IReadOnlyList<string> ids) =>
        ids.Count == 1 ? $"the run {ids[0]}"
        : ids.Count <= MaxIdsInMessage ? $"the runs {string.Join(", ", ids)}"
        : $"{ids.Count} runs ({string.Join(", ", ids.Take(MaxIdsInMessage))}, …)";

    private static string Capitalize(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
