namespace KnowledgeBaseClient.Tests.Budget;

internal static class SlidingWindow
{
    /// <summary>The highest number of arrivals in a second that starts at any of them.</summary>
    public static int MaxIn(TimeSpan length, IEnumerable<TimeSpan> arrivals)
    {
        var sorted = arrivals.Order().ToList();
        var max = 0;
        for (int first = 0, last = 0; last < sorted.Count; last++)
        {
            while (sorted[last] - sorted[first] >= length)
            {
                first++;
            }

            max = Math.Max(max, last - first + 1);
        }

        return max;
    }

    public static int MaxInSecond(IEnumerable<TimeSpan> arrivals) => MaxIn(TimeSpan.FromSeconds(1), arrivals);
}
