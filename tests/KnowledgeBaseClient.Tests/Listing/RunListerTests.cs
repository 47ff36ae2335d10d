using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>The methods that list runs, against the simulator.</summary>
public sealed class RunListerTests
{
    private const string Runs = """
        [
          {"id":"q","status":"queued","input":{"a":1}},
          {"id":"r","status":"running","progress":42,"workflow":{"name":"Ingest"}},
          {"id":"f","status":"failed"},
          {"id":"c","status":"completed"},
          {"id":"s","status":"stopped"},
          {"id":"h","status":"awaiting_human_feedback"}
        ]
        """;

    private KnowledgeBaseServer _server = null!;
    private RunsClient _client = null!;

    [SetUp]
    public void SetUp()
    {
        _server = KnowledgeBaseServer.Start();
        _server.Simulator.KnowledgeBase("kb").SetRunsJson(Runs);
        _server.Simulator.KnowledgeBase("empty").SetRunsJson("[]");
        _client = TestClients.For(_server);
    }

    [TearDown]
    public void TearDown()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Test]
    public async Task ListAsync_NoFilter_ReturnsAllRunsInServiceOrder()
    {
        var runs = await _client.ListAsync("kb");

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["q", "r", "f", "c", "s", "h"]));
        Assert.That(runs[0].Input.ToString(), Is.EqualTo("""{"a":1}"""));
        Assert.That(runs[5].Status, Is.EqualTo(RunStatus.AwaitingHumanFeedback));
    }

    [TestCase("queued", "q")]
    [TestCase("running", "r")]
    [TestCase("failed", "f")]
    [TestCase("completed", "c")]
    [TestCase("stopped", "s")]
    public async Task ListAsync_StatusFilter_ReturnsRunsWithThatStatus(string status, string id)
    {
        var runs = await _client.ListAsync("kb", new RunFilter { Status = new RunStatus(status) });

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])[id]));
    }

    [TestCase("")]
    [TestCase(" ")]
    public async Task ListAsync_EmptyStatus_ReturnsTheRunAmongTheOthers(string status)
    {
        _server.Simulator.KnowledgeBase("kb").SetRunsJson(
            $$"""[{"id":"a","status":"running"},{"id":"b","status":"{{status}}"},{"id":"c","status":"completed"}]""");

        var runs = await _client.ListAsync("kb");
        var summaries = await _client.ListSummariesAsync("kb");

        Assert.That(runs.Select(run => run.Status.Value), Is.EqualTo((string[])["running", status, "completed"]));
        Assert.That(summaries.Select(run => run.Status.Value), Is.EqualTo((string[])["running", status, "completed"]));
    }

    [Test]
    public async Task ListAsync_FilterByAnEmptyStatus_ReturnsEveryRun()
    {
        _server.Simulator.KnowledgeBase("kb").SetRunsJson("""[{"id":"a","status":"running"},{"id":"b","status":""}]""");
        var status = (await _client.ListAsync("kb", new RunFilter { RunIds = ["b"] })).Single().Status;

        var runs = await _client.ListAsync("kb", new RunFilter { Status = status });

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["a", "b"]));
        Assert.That(_server.Simulator.Requests[^1].Query, Is.Empty);
    }

    [Test]
    public async Task AnyMethod_EmptyKnowledgeBase_ReturnsNoRuns()
    {
        Assert.That(await _client.ListAsync("empty"), Is.Empty);
        Assert.That(await _client.ListSummariesAsync("empty"), Is.Empty);
        Assert.That(await _client.StreamAsync("empty").ToListAsync(), Is.Empty);
    }

    [Test]
    public async Task ListSummariesAsync_NoFilter_ReturnsSummaries()
    {
        var runs = await _client.ListSummariesAsync("kb");

        Assert.That(runs, Has.Count.EqualTo(6));
        Assert.That(runs, Has.All.TypeOf<RunSummary>());
        Assert.That(
            runs[1],
            Is.EqualTo(new RunSummary { Id = "r", Status = RunStatus.Running, Progress = 42, WorkflowName = "Ingest" }));
    }

    [Test]
    public async Task StreamAsync_NoFilter_ReturnsSameRunsAsListAsync()
    {
        Assert.That(await _client.StreamAsync("kb").ToListAsync(), Is.EqualTo(await _client.ListAsync("kb")));
    }

    [Test]
    public async Task StreamAsync_EnumeratedTwice_SendsTwoRequests()
    {
        var stream = _client.StreamAsync("kb");

        await stream.ToListAsync();
        await stream.ToListAsync();

        Assert.That(_server.Simulator.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public void StreamAsync_NotEnumerated_SendsNothing()
    {
        _ = _client.StreamAsync("kb");

        Assert.That(_server.Simulator.Requests, Is.Empty);
    }

    [Test]
    public async Task FindAsync_ListedRun_ReturnsIt()
    {
        Assert.That((await _client.FindAsync("kb", "f"))?.Status, Is.EqualTo(RunStatus.Failed));
    }

    [Test]
    public async Task FindAsync_UnlistedRun_ReturnsNull()
    {
        Assert.That(await _client.FindAsync("kb", "unknown"), Is.Null);
    }

    [Test]
    public async Task ListAsync_ManyConcurrentCallsOnOneClient_AllSucceed()
    {
        var lists = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _client.ListAsync("kb")));

        Assert.That(lists, Has.All.Count.EqualTo(6));
    }

    [Test]
    public async Task AnyMethod_ClientDisposed_ThrowsWithoutSending()
    {
        _client.Dispose();

        await Assert.ThatAsync(() => _client.ListAsync("kb"), Throws.TypeOf<ObjectDisposedException>());
        await Assert.ThatAsync(() => _client.FindAsync("kb", "r"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => _client.StreamAsync("kb"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(_server.Simulator.Requests, Is.Empty);
    }
}
