using System.Globalization;

namespace KnowledgeBaseClient;

// Validates polling options, whether they belong to a client, a wait or a watch.
internal static class PollingValidator
{
    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);

    // The caller's function returns where a property is to be set.
    public static string? FindProblem(PollingOptions polling, Func<string, string> locate) =>
        polling.Initial <= TimeSpan.Zero || polling.Initial > MaxInterval
            ? Describe(nameof(polling.Initial), $"{polling.Initial:c}", locate, "a positive duration of at most 1 day")
        : polling.Maximum < polling.Initial || polling.Maximum > MaxInterval
            ? Describe(nameof(polling.Maximum), $"{polling.Maximum:c}", locate, $"a duration from Initial ({polling.Initial:c}) to 1 day")
        : polling.MaxConcurrentRequests < 1
            ? Describe(nameof(polling.MaxConcurrentRequests), Format(polling.MaxConcurrentRequests), locate, "at least 1")
        : null;

    private static string Format(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Describe(string property, string value, Func<string, string> locate, string valid) =>
        $"{nameof(KnowledgeBaseClientOptions.Polling)}.{property} is {value}. Set {locate(property)} to {valid}.";
}
