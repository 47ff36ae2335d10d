namespace KnowledgeBaseClient.Testing;

internal static class TimeMath
{
    // Infinite, and everything after the year 9999, is the end of time.
    public static DateTimeOffset AddOrMax(this DateTimeOffset time, TimeSpan duration) =>
        duration == Timeout.InfiniteTimeSpan || duration > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + duration;
}
