namespace KnowledgeBaseClient.Tests.Leaks;

/// <summary>Each method of <see cref="IRunsClient"/>, called and read to its end, which one failed poll or the end of run <c>a</c> is for the waits.</summary>
internal static class Calls
{
    public const string Run = "a";

    private static readonly WaitOptions Wait = new() { MaxConsecutiveFailures = 0 };

    private static readonly WatchOptions Watch = new() { MaxConsecutiveFailures = 0, Filter = new RunFilter { RunIds = [Run] } };

    public static IReadOnlyDictionary<string, Func<IRunsClient, CancellationToken, Task>> All { get; } =
        new Dictionary<string, Func<IRunsClient, CancellationToken, Task>>
        {
            [nameof(IRunsClient.ListAsync)] = (client, cancellation) => client.ListAsync("kb", cancellationToken: cancellation),
            [nameof(IRunsClient.ListSummariesAsync)] = (client, cancellation) => client.ListSummariesAsync("kb", cancellationToken: cancellation),
            [nameof(IRunsClient.StreamAsync)] = (client, cancellation) => DrainAsync(() => client.StreamAsync("kb", cancellationToken: cancellation)),
            [nameof(IRunsClient.FindAsync)] = (client, cancellation) => client.FindAsync("kb", Run, cancellation),
            [nameof(IRunsClient.WaitForCompletionAsync)] = (client, cancellation) => client.WaitForCompletionAsync("kb", Run, Wait, cancellation),
            [nameof(IRunsClient.WaitForAllAsync)] = (client, cancellation) => client.WaitForAllAsync("kb", [Run], Wait, cancellation),
            [nameof(IRunsClient.WaitForEachAsync)] = (client, cancellation) => DrainAsync(() => client.WaitForEachAsync("kb", [Run], Wait, cancellation)),
            [nameof(IRunsClient.WatchAsync)] = (client, cancellation) => DrainAsync(() => client.WatchAsync("kb", Watch, cancellation)),
        };

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The calls that poll.</summary>
    public static IEnumerable<string> Waits => Names.Where(name => name.StartsWith("Wa", StringComparison.Ordinal));

    private static async Task DrainAsync<T>(Func<IAsyncEnumerable<T>> open)
    {
        await foreach (var _ in open())
        {
        }
    }
}
