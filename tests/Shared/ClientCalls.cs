namespace KnowledgeBaseClient.TestSupport;

/// <summary>
/// Calls of every method of <see cref="IRunsClient"/>, each run to its end. Waits end when run <c>a</c> finishes or a poll fails.
/// </summary>
internal static class ClientCalls
{
    public const string RunId = "a";

    public static IReadOnlyDictionary<string, Func<IRunsClient, CancellationToken, Task>> All { get; } = Create(TimeSpan.Zero);

    /// <summary>The same calls, but the waits tolerate one failed poll.</summary>
    public static IReadOnlyDictionary<string, Func<IRunsClient, CancellationToken, Task>> ToleratingOneFailedPoll { get; } =
        Create(TimeSpan.FromSeconds(1));

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The names of the calls that poll.</summary>
    public static IEnumerable<string> PollingNames { get; } =
    [
        nameof(IRunsClient.WaitForCompletionAsync),
        nameof(IRunsClient.WaitForAllAsync),
        nameof(IRunsClient.WaitForEachAsync),
        nameof(IRunsClient.WatchAsync),
    ];

    /// <summary>How the service responds to a call: with these runs, the ids of an upload, or a last event with this text.</summary>
    public static Reply ReplyTo(string call, string runs, string runIds = $"""["{RunId}"]""", string text = "\"done\"") => call switch
    {
        nameof(IRunsClient.UploadAsync) => Reply.Json(runIds),
        nameof(IRunsClient.StreamEventsAsync) => Reply.Status(
            200,
            $$$"""data: {"type":"content","data":{"workflow_status":"completed","content":{{{text}}}},"redisId":{{{text}}}}""" + "\n\n",
            ("Content-Type", "text/event-stream")),
        _ => Reply.Json(runs),
    };

    /// <summary>A response to a call that stalls within its body.</summary>
    public static Reply StallInBodyOf(string call, string runs) => call == nameof(IRunsClient.StreamEventsAsync)
        ? Reply.Headers(200, 1000, ("Content-Type", "text/event-stream")).ThenSend("data: {").ThenStall()
        : Reply.StallInBody(runs, runs.Length - 5);

    private static Dictionary<string, Func<IRunsClient, CancellationToken, Task>> Create(TimeSpan outageTimeout)
    {
        var wait = new WaitOptions { OutageTimeout = outageTimeout };
        var watch = new WatchOptions { OutageTimeout = outageTimeout, Filter = new RunFilter { RunIds = [RunId] } };
        return new()
        {
            [nameof(IRunsClient.ListAsync)] = (client, token) => client.ListAsync("kb", cancellationToken: token),
            [nameof(IRunsClient.ListSummariesAsync)] = (client, token) => client.ListSummariesAsync("kb", cancellationToken: token),
            [nameof(IRunsClient.StreamAsync)] = (client, token) => DrainAsync(() => client.StreamAsync("kb", cancellationToken: token)),
            [nameof(IRunsClient.FindAsync)] = (client, token) => client.FindAsync("kb", RunId, token),
            [nameof(IRunsClient.WaitForCompletionAsync)] = (client, token) => client.WaitForCompletionAsync("kb", RunId, wait, token),
            [nameof(IRunsClient.WaitForAllAsync)] = (client, token) => client.WaitForAllAsync("kb", [RunId], wait, token),
            [nameof(IRunsClient.WaitForEachAsync)] = (client, token) =>
                DrainAsync(() => client.WaitForEachAsync("kb", [RunId], wait, token)),
            [nameof(IRunsClient.WatchAsync)] = (client, token) => DrainAsync(() => client.WatchAsync("kb", watch, token)),
            [nameof(IRunsClient.StreamEventsAsync)] = (client, token) =>
                DrainAsync(() => client.StreamEventsAsync(RunId, cancellationToken: token)),
            [nameof(IRunsClient.UploadAsync)] = (client, token) =>
                client.UploadAsync("kb", [DocumentUpload.FromBytes("a.txt", "text"u8.ToArray())], cancellationToken: token),
        };
    }

    private static async Task DrainAsync<T>(Func<IAsyncEnumerable<T>> open)
    {
        await foreach (var _ in open())
        {
        }
    }
}
