namespace KnowledgeBaseClient;

// Copies the options of a wait or watch and throws if they are invalid, before anything is sent.
internal static class WaitOptionsValidator
{
    // Timers support at most about 49.7 days.
    private static readonly TimeSpan MaxLimit = TimeSpan.FromDays(49);

    private static readonly TimeSpan MinLimit = TimeSpan.FromTicks(1);

    public static WaitOptions CopyAndValidate(WaitOptions? options)
    {
        var copy = options?.Clone() ?? new WaitOptions();
        ThrowIfInvalid(
            ValidateLimit(nameof(copy.Timeout), copy.Timeout, MinLimit)
                ?? ValidateLimit(nameof(copy.StallTimeout), copy.StallTimeout, MinLimit)
                ?? ValidateLimit(nameof(copy.MissingGrace), copy.MissingGrace, TimeSpan.Zero)
                ?? ValidateLimit(nameof(copy.OutageTimeout), copy.OutageTimeout, TimeSpan.Zero)
                ?? ValidatePolling(nameof(WaitOptions), copy.Polling),
            nameof(options));
        return copy;
    }

    public static WatchOptions CopyAndValidate(WatchOptions? options)
    {
        var copy = options?.Clone() ?? new WatchOptions();
        ThrowIfInvalid(
            ValidateLimit(nameof(copy.OutageTimeout), copy.OutageTimeout, TimeSpan.Zero, nameof(WatchOptions))
                ?? ValidatePolling(nameof(WatchOptions), copy.Polling),
            nameof(options));
        return copy;
    }

    private static string? ValidateLimit(string name, TimeSpan value, TimeSpan minimum, string owner = nameof(WaitOptions)) =>
        value == Timeout.InfiniteTimeSpan || (value >= minimum && value <= MaxLimit)
            ? null
            : $"{name} is {value:c}. Set {owner}.{name} to {(minimum == TimeSpan.Zero ? "zero or " : "")}a positive duration "
                + $"of at most {MaxLimit.Days} days, or to Timeout.InfiniteTimeSpan for no limit.";

    private static string? ValidatePolling(string owner, PollingOptions? polling) =>
        polling is null ? null : PollingValidator.FindProblem(polling, property => $"{owner}.{nameof(WaitOptions.Polling)}.{property}");

    private static void ThrowIfInvalid(string? problem, string parameter)
    {
        if (problem is not null)
        {
            throw new ArgumentException(problem, parameter);
        }
    }
}
