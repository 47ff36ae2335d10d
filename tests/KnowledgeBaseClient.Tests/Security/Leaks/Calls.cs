namespace KnowledgeBaseClient.Tests.Security.Leaks;

/// <summary>Each method of <see cref="IRunsClient"/>, called and read to its end, which one failed poll or the end of run <c>a</c> is for the waits.</summary>
internal static class Calls
{
    public const string Run = "a";

    public static IReadOnlyDictionary<string, Func<IRunsClient, CancellationToken, Task>> All { get; } = With(failedPolls: 0);

    /// <summary>The same, with a failed poll borne by the waits.</summary>
    public static IReadOnlyDictionary<string, Func<IRunsClient, CancellationToken, Task>> Patient { get; } = With(failedPolls: 1);

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The calls that poll.</summary>
    public static IEnumerable<string> Waits { get; } =
    [
        nameof(IRunsClient.WaitForCompletionAsync),
        nameof(IRunsClient.WaitForAllAsync),
        nameof(IRunsClient.WaitForEachAsync),
        nameof(IRunsClient.WatchAsync),
    ];

    private static Dictionary<string, Func<IRunsClient, CancellationToken, Task>> With(int failedPolls)
    {
        var wait = new WaitOptions { MaxConsecutiveFailures = failedPolls };
        var watch = new WatchOptions { MaxConsecutiveFailures = failedPolls, Filter = new RunFilter { RunIds = [Run] } };
        return new()
        {
            [nameof(IRunsClient.ListAsync)] = (client, cancellation) => client.ListAsync("kb", cancellationToken: cancellation),
            [nameof(IRunsClient.ListSummariesAsync)] = (client, cancellation) => client.ListSummariesAsync("kb", cancellationToken: cancellation),
            [nameof(IRunsClient.StreamAsync)] = (client, cancellation) => DrainAsync(() => client.StreamAsync("kb", cancellationToken: cancellation)),
            [nameof(IRunsClient.FindAsync)] = (client, cancellation) => client.FindAsync("kb", Run, cancellation),
            [nameof(IRunsClient.WaitForCompletionAsync)] = (client, cancellation) => client.WaitForCompletionAsync("kb", Run, wait, cancellation),
            [nameof(IRunsClient.WaitForAllAsync)] = (client, cancellation) => client.WaitForAllAsync("kb", [Run], wait, cancellation),
            [nameof(IRunsClient.WaitForEachAsync)] = (client, cancellation) => DrainAsync(() => client.WaitForEachAsync("kb", [Run], wait, cancellation)),
            [nameof(IRunsClient.WatchAsync)] = (client, cancellation) => DrainAsync(() => client.WatchAsync("kb", watch, cancellation)),
        };
    }

    private static async Task DrainAsync<T>(Func<IAsyncEnumerable<T>> open)
    {
        await foreach (var _ in open())
        {
        }
    }
}
