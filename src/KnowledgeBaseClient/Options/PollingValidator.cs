using System.Globalization;

namespace KnowledgeBaseClient;

// Validates polling options, whether they belong to a client, a wait or a watch.
internal static class PollingValidator
{
    private const string Prefix = nameof(KnowledgeBaseClientOptions.Polling);

    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);

    // The caller's function returns where a property is to be set.
    public static string? FindProblem(PollingOptions polling, Func<string, string> locate) =>
        polling.Initial <= TimeSpan.Zero || polling.Initial > MaxInterval
            ? $"{Prefix}.{nameof(polling.Initial)} is {polling.Initial:c}. "
                + $"Set {locate(nameof(polling.Initial))} to a positive duration of at most 1 day."
        : polling.Maximum < polling.Initial || polling.Maximum > MaxInterval
            ? $"{Prefix}.{nameof(polling.Maximum)} is {polling.Maximum:c}. "
                + $"Set {locate(nameof(polling.Maximum))} to a duration from {nameof(polling.Initial)} ({polling.Initial:c}) to 1 day."
        : polling.MaxConcurrentRequests < 1
            ? $"{Prefix}.{nameof(polling.MaxConcurrentRequests)} is {polling.MaxConcurrentRequests.ToString(CultureInfo.InvariantCulture)}. "
                + $"Set {locate(nameof(polling.MaxConcurrentRequests))} to at least 1."
        : null;
}
