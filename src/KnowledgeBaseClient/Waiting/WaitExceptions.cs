namespace KnowledgeBaseClient;

// Builds the exceptions that end a wait or watch.
internal static class WaitExceptions
{
    private const int MaxIdsInMessage = 3;

    public static RunNotFoundException NotFound(WaitState state, IReadOnlyList<string> missing, TimeSpan grace) =>
        new($"The knowledge base {state.KnowledgeBaseId} has not listed {Describe(missing)} for {Duration.Format(grace)} "
            + $"({OptionNames.MissingGrace}). Check the id, and that the run belongs to this knowledge base.")
        {
            RunIds = missing,
            Pending = state.Pending,
            LastSeen = state.LastSeen,
        };

    public static RunStalledException Stalled(WaitState state, TimeSpan timeout) =>
        new($"No change to {Describe(state.Pending)} of the knowledge base {state.KnowledgeBaseId} was observed for "
            + $"{Duration.Format(timeout)} ({OptionNames.StallTimeout}). See LastSeen, and check whether the service is "
            + "still processing the runs.")
        {
            StallTimeout = timeout,
            Pending = state.Pending,
            LastSeen = state.LastSeen,
        };

    // The ids are those whose requests failed. AllRuns and AnyRequest stand for all runs.
    public static RunPollingException PollsFailed(
        WaitState state, IReadOnlyList<string> failedIds, SubscriptionOptions options, Exception last)
    {
        var ids = failedIds.Any(id => id is SubscriptionLimits.AllRuns or SubscriptionLimits.AnyRequest) ? state.Pending : failedIds;
        var option = $"{(options.IsWait ? nameof(WaitOptions) : nameof(WatchOptions))}.{nameof(WaitOptions.OutageTimeout)}";
        var duration = options.OutageTimeout == TimeSpan.Zero
            ? $" ({option} is zero)"
            : $" for at least {Duration.Format(options.OutageTimeout)} ({option})";
        return new RunPollingException(
            $"Polling {Describe(ids)} of the knowledge base {state.KnowledgeBaseId} failed{duration}. "
            + $"The last failure was: {Sentence.End(last.Message)}",
            CopyOf(last))
        {
            OutageTimeout = options.OutageTimeout,
            RunIds = ids,
            Pending = state.Pending,
            LastSeen = state.LastSeen,
        };
    }

    public static RunWaitTimeoutException TimedOut(WaitState state, TimeSpan timeout) =>
        new($"The wait for {Describe(state.Pending)} of the knowledge base {state.KnowledgeBaseId} did not complete within "
            + $"{Duration.Format(timeout)} ({OptionNames.WaitTimeout}). Pending runs continue on the service: wait for them again.")
        {
            Timeout = timeout,
            Pending = state.Pending,
            LastSeen = state.LastSeen,
        };

    // Each caller gets its own exception: a shared one would mix up their stack traces. Exceptions of the application cannot be copied.
    public static Exception CopyOf(Exception failure) => failure switch
    {
        KnowledgeBaseException error => error.Copy(),
        _ when failure.GetType() == typeof(InvalidOperationException) =>
            new InvalidOperationException(failure.Message, failure.InnerException),
        _ => failure,
    };

    private static string Describe(IReadOnlyList<string> ids) =>
        ids.Count == 0 ? "the runs"
        : ids.Count == 1 ? $"the run {ids[0]}"
        : ids.Count <= MaxIdsInMessage ? $"the runs {string.Join(", ", ids)}"
        : $"{ids.Count} runs ({string.Join(", ", ids.Take(MaxIdsInMessage))}, …)";
}
