namespace KnowledgeBaseClient.Aot.Checks;

/// <summary>Every exception of the library.</summary>
internal static class ErrorChecks
{
    // Real time, because the server is another process. Its runs do not change, so a slow machine changes no result.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    // The first ones receive the error responses of the server: Scenario.cs of the runner has the same order.
    public static IEnumerable<Check> All(Server server) =>
    [
        Api<ApiKeyRejectedException>(server, 401),
        Api<ApiKeyRejectedException>(server, 403),
        Api<KnowledgeBaseNotFoundException>(server, 404),
        Api<InvalidRequestException>(server, 422, error => Check.Equal("query.status", string.Join('.', error.Errors.Single().Location))),
        Api<RateLimitedException>(server, 429, error => Check.Equal(TimeSpan.FromHours(1), error.RetryAfter)),
        Api<KnowledgeBaseApiException>(server, 500, error => Check.Equal("the service failed", error.Detail)),
        Api<KnowledgeBaseApiException>(server, 307),
        Call<InvalidResponseException>(server, "a response that is no list of runs", "kb", error => Check.Equal("<html>", error.Excerpt)),
        Call<KnowledgeBaseNotFoundException>(server, "an unknown knowledge base", "unknown"),
        Call<ArgumentException>(server, "an empty id", ""),
        Call<KnowledgeBaseTimeoutException>(server, "no response", "silent", options: options => options.AttemptTimeout = Short),
        Call<KnowledgeBaseConnectionException>(
            server, "a refused connection", "kb", options: options => options.BaseAddress = new Uri("http://127.0.0.1:1")),
        new("RunFailedException", () => WithAsync(server, async client =>
        {
            var run = await client.GetAsync("kb", "failed");
            var error = await Check.ThrowsAsync<RunFailedException>(() => Task.FromResult(run.EnsureCompleted()));
            Check.Equal("no text found", error.Run.ErrorMessage);
        })),
        new("RunFailedException for several runs", () => WithAsync(server, async client =>
        {
            var runs = await client.ListAsync("kb");
            var error = await Check.ThrowsAsync<RunFailedException>(() => Task.FromResult(runs.EnsureCompleted()));
            Check.Equal("failed running", string.Join(' ', error.Runs.Select(run => run.Id)));
        })),
        Wait<RunNotFoundException>(server, "missing", options => options.MissingGrace = Short),
        Wait<RunWaitTimeoutException>(server, "running", options => options.Timeout = Short),
        Wait<RunStalledException>(server, "running", options => options.StallTimeout = Short),
        new("RunPollingException", () => WithAsync(server, async client =>
        {
            var options = new WaitOptions { OutageTimeout = Short };
            var error = await Check.ThrowsAsync<RunPollingException>(() => client.WaitForCompletionAsync("outage", "r1", options));
            Check.Equal(500, (int)((KnowledgeBaseApiException)error.InnerException!).StatusCode);
        })),
        new("OperationCanceledException", () => WithAsync(server, async client =>
        {
            using var cancellation = new CancellationTokenSource(Short);
            await Check.ThrowsAsync<OperationCanceledException>(
                () => client.WaitForCompletionAsync("kb", "running", cancellationToken: cancellation.Token));
        })),
    ];

    private static Check Api<T>(Server server, int status, Action<T>? check = null)
        where T : KnowledgeBaseApiException =>
        Call<T>(server, $"status {status}", "kb", error =>
        {
            Check.Equal(status, (int)error.StatusCode);
            check?.Invoke(error);
        });

    private static Check Call<T>(
        Server server, string cause, string id, Action<T>? check = null, Action<KnowledgeBaseClientOptions>? options = null)
        where T : Exception =>
        new($"{typeof(T).Name} for {cause}", () => WithAsync(
            server, async client => check?.Invoke(await Check.ThrowsAsync<T>(() => client.ListAsync(id))), options));

    private static Check Wait<T>(Server server, string runId, Action<WaitOptions> configure)
        where T : RunWaitException =>
        new(typeof(T).Name, () => WithAsync(server, async client =>
        {
            var options = new WaitOptions();
            configure(options);
            await Check.ThrowsAsync<T>(() => client.WaitForCompletionAsync("kb", runId, options));
        }));

    private static async Task WithAsync(
        Server server, Func<RunsClient, Task> use, Action<KnowledgeBaseClientOptions>? configure = null)
    {
        using var client = server.CreateClient(configure);
        await use(client);
    }
}
