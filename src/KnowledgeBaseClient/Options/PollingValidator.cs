using System.Globalization;

namespace KnowledgeBaseClient;

// Validates polling options, whether they belong to a client, a wait or a watch.
internal static class PollingValidator
{
    private const int MaxEventStreams = 100;

    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);

    // The caller's function returns where a property is to be set.
    public static string? FindProblem(PollingOptions polling, Func<string, string> locate) =>
        polling.InitialInterval <= TimeSpan.Zero || polling.InitialInterval > MaxInterval
            ? Describe(nameof(polling.InitialInterval), $"{polling.InitialInterval:c}", locate, "a positive duration of at most 1 day")
        : polling.MaxInterval < polling.InitialInterval || polling.MaxInterval > MaxInterval
            ? Describe(
                nameof(polling.MaxInterval),
                $"{polling.MaxInterval:c}",
                locate,
                $"a duration from {nameof(polling.InitialInterval)} ({polling.InitialInterval:c}) to 1 day")
        : polling.MaxConcurrentRequests < 1
            ? Describe(nameof(polling.MaxConcurrentRequests), Format(polling.MaxConcurrentRequests), locate, "at least 1")
        : polling.MaxEventStreams is < 0 or > MaxEventStreams
            ? Describe(nameof(polling.MaxEventStreams), Format(polling.MaxEventStreams), locate, $"a number from 0 to {MaxEventStreams}")
        : null;

    private static string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Describe(string property, string value, Func<string, string> locate, string valid) =>
        $"{nameof(KnowledgeBaseClientOptions.Polling)}.{property} is {value}. Set {locate(property)} to {valid}.";
}
