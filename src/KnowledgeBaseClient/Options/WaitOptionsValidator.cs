using System.Globalization;

namespace KnowledgeBaseClient;

// Refuses options of waits and watches that cannot work, before anything is sent.
internal static class WaitOptionsValidator
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // A timer of the system's takes no more.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    public static WaitOptions Checked(WaitOptions? options)
    {
        var copy = options?.Clone() ?? new WaitOptions();
        Refuse(
            nameof(options),
            !IsLimit(copy.Timeout, TimeSpan.FromTicks(1)) ? Limit(nameof(copy.Timeout), copy.Timeout, "positive")
            : !IsLimit(copy.StallTimeout, TimeSpan.FromTicks(1)) ? Limit(nameof(copy.StallTimeout), copy.StallTimeout, "positive")
            : !IsLimit(copy.MissingGrace, TimeSpan.Zero) ? Limit(nameof(copy.MissingGrace), copy.MissingGrace, "zero or more")
            : FailuresComplaint(copy.MaxConsecutiveFailures) ?? PollingComplaint(copy.Polling));
        return copy;
    }

    public static WatchOptions Checked(WatchOptions? options)
    {
        var copy = options?.Clone() ?? new WatchOptions();
        Refuse(nameof(options), FailuresComplaint(copy.MaxConsecutiveFailures) ?? PollingComplaint(copy.Polling));
        return copy;
    }

    public static string? Complaint(PollingOptions polling) =>
        polling.Initial <= TimeSpan.Zero || polling.Initial > Longest
            ? $"{nameof(polling.Initial)} is {polling.Initial:c}, but has to be positive and at most a day."
        : polling.Maximum < polling.Initial || polling.Maximum > Longest
            ? $"{nameof(polling.Maximum)} is {polling.Maximum:c}, but has to be at least {nameof(polling.Initial)}, {polling.Initial:c}, and at most a day."
        : polling.MaxConcurrentRequests < 1
            ? $"{nameof(polling.MaxConcurrentRequests)} is {polling.MaxConcurrentRequests.ToString(CultureInfo.InvariantCulture)}, but has to be at least 1."
        : null;

    private static string? PollingComplaint(PollingOptions? polling) =>
        polling is not null && Complaint(polling) is { } complaint ? $"{nameof(WaitOptions.Polling)}: {complaint}" : null;

    private static string? FailuresComplaint(int failures) =>
        failures >= 0 ? null : $"{nameof(WaitOptions.MaxConsecutiveFailures)} is {failures.ToString(CultureInfo.InvariantCulture)}, but must not be negative.";

    private static string Limit(string name, TimeSpan value, string least) =>
        $"{name} is {value:c}, but has to be {least} and at most {LongestWait.Days} days, or Timeout.InfiniteTimeSpan for no limit.";

    private static bool IsLimit(TimeSpan value, TimeSpan least) =>
        value == Timeout.InfiniteTimeSpan || (value >= least && value <= LongestWait);

    private static void Refuse(string parameter, string? complaint)
    {
        if (complaint is not null)
        {
            throw new ArgumentException(complaint, parameter);
        }
    }
}
