using KnowledgeBaseClient;
using KnowledgeBaseClient.Consumers.Fakes;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace DocumentationSnippets;

#region fake-client
internal sealed class FailingRunsClient : IRunsClient
{
    public Task<Run> WaitForCompletionAsync(
        string knowledgeBaseId, string runId, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new Run
        {
            Id = runId,
            Status = RunStatus.Failed,
            Output = RawJson.Parse("""{"error":"no text found"}"""),
        });

    public Task<IReadOnlyList<Run>> ListAsync(string knowledgeBaseId, RunFilter? filter, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<RunSummary>> ListSummariesAsync(
        string knowledgeBaseId, RunFilter? filter, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<Run> StreamAsync(string knowledgeBaseId, RunFilter? filter, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Run?> FindAsync(string knowledgeBaseId, string runId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<Run>> WaitForAllAsync(
        string knowledgeBaseId, IEnumerable<string> runIds, WaitOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<Run> WaitForEachAsync(
        string knowledgeBaseId, IEnumerable<string> runIds, WaitOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<RunChange> WatchAsync(string knowledgeBaseId, WatchOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
#endregion

/// <summary>The C# of docs/testing.md, compiled and run: each region is one of its code blocks, in order.</summary>
public sealed class DocsTestingSnippets
{
    [Test]
    public async Task FakeClient_Wait_ReturnsTheFailedRun()
    {
        var run = await new FailingRunsClient().WaitForCompletionAsync("kb", "run-1");

        Assert.That(() => run.EnsureCompleted(), Throws.TypeOf<RunFailedException>().With.Message.Contains("no text found"));
    }

    [Test]
    public void Constructed_ModelsAndExceptions_HoldTheirValues()
    {
        #region construct
        var change = new RunChange
        {
            Current = new RunSummary { Id = "run-1", Status = RunStatus.Running, Progress = 40 },
            Kind = RunChangeKind.Progressed,
        };
        var rateLimited = new RateLimitedException("Too many requests") { RetryAfter = TimeSpan.FromSeconds(30) };
        var timedOut = new RunWaitTimeoutException("Not finished in time") { Pending = ["run-1"] };
        #endregion
        Assert.That(change.Current.Progress, Is.EqualTo(40));
        Assert.That(rateLimited.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(timedOut.Pending, Is.EqualTo((string[])["run-1"]));
    }

    [Test]
    public async Task FakeServer_OneFailedPoll_ReturnsTheRunOfTheNext()
    {
        #region server
        using var server = KnowledgeBaseServer.Start();
        server.SetRuns("kb", """[{"id":"run-1","status":"completed"}]""");
        server.RespondOnce(503);
        using var client = new RunsClient(new KnowledgeBaseClientOptions
        {
            ApiKey = server.ApiKey,
            BaseAddress = server.BaseAddress,
        });

        var options = new WaitOptions { Polling = new PollingOptions { InitialInterval = TimeSpan.FromMilliseconds(1) } };
        var run = await client.WaitForCompletionAsync("kb", "run-1", options);

        Assert.That(run.Status, Is.EqualTo(RunStatus.Completed));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
        #endregion
    }

    [Test]
    public async Task FakeClock_RunOf45Minutes_ReturnsWithoutRealDelay()
    {
        #region clock
        var clock = new FastClock();
        var finishedAt = clock.GetUtcNow() + TimeSpan.FromMinutes(45);
        using var handler = new StubHandler(_ => new HttpResponseMessage
        {
            Content = new StringContent($$"""[{"id":"run-1","status":"{{(clock.GetUtcNow() < finishedAt ? "running" : "completed")}}"}]"""),
        });
        using var client = new RunsClient(new KnowledgeBaseClientOptions { ApiKey = "key-for-this-test" }, handler, timeProvider: clock);

        var run = await client.WaitForCompletionAsync("kb", "run-1", new WaitOptions { Timeout = TimeSpan.FromHours(1) });

        Assert.That(run.Status, Is.EqualTo(RunStatus.Completed));
        #endregion
    }
}

#region stub-handler
internal sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(respond(request));
}
#endregion
