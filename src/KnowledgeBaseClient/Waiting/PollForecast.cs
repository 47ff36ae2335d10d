namespace KnowledgeBaseClient;

// Times a poll by when runs are expected to finish: soon after them, but not after each of many runs.
internal static class PollForecast
{
    // A poll is worth as much as this time that finished runs wait for it, all together: one second, and more if there are many runs.
    private const double SecondsPerPoll = 1;
    private const double SecondsPerRun = 0.2;

    // Estimates for a longer time are not exact enough to wait for: a poll in between improves them.
    private const double ReliableSeconds = 15;
    private const double UnreliableFraction = 0.65;

    // With an expected end, polls long before it find nothing.
    private const double MaxIntervals = 3;

    // Null if no end is expected. timesLeft: of the runs for which it is known, negative if they are late.
    public static TimeSpan? UntilNext(IEnumerable<TimeSpan> timesLeft, int openRuns, TimeSpan maxInterval)
    {
        var sorted = timesLeft.Select(static left => Math.Max(left.TotalSeconds, 0)).Order().ToList();
        if (sorted.Count == 0)
        {
            return null;
        }

        var first = sorted[0];
        var limit = maxInterval.TotalSeconds * MaxIntervals;
        limit = first > ReliableSeconds ? Math.Min(first * UnreliableFraction, limit) : limit;
        return TimeSpan.FromSeconds(Math.Min(WorthwhileAfter(sorted, SecondsPerPoll + (SecondsPerRun * openRuns)), limit));
    }

    // When the runs that have finished by then have waited for this long, all together.
    private static double WorthwhileAfter(List<double> timesLeft, double worth)
    {
        var waited = 0.0;
        for (var finished = 1; finished < timesLeft.Count; finished++)
        {
            var more = finished * (timesLeft[finished] - timesLeft[finished - 1]);
            if (waited + more >= worth)
            {
                return timesLeft[finished - 1] + ((worth - waited) / finished);
            }

            waited += more;
        }

        return timesLeft[^1] + ((worth - waited) / timesLeft.Count);
    }
}
