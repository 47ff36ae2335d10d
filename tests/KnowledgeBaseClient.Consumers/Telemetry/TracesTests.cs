using System.Diagnostics;
using KnowledgeBaseClient.Testing;
using NUnit.Framework;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace KnowledgeBaseClient.Consumers.Telemetry;

/// <summary>The traces that OpenTelemetry exports. The id of the knowledge base separates tests that run in parallel.</summary>
[CancelAfter(60_000)]
public sealed class TracesTests : IDisposable
{
    private readonly string _knowledgeBaseId = $"traces-{TestContext.CurrentContext.Test.ID}";
    private readonly Exported<Activity> _exported = [];
    private readonly TracerProvider _provider;
    private readonly KnowledgeBaseServer _server = KnowledgeBaseServer.Start();

    public TracesTests() => _provider = Sdk.CreateTracerProviderBuilder()
        .AddSource(KnowledgeBaseTelemetry.SourceName)
        .AddSource("System.Net.Http")
        .AddInMemoryExporter(_exported)
        .Build();

    public void Dispose()
    {
        _provider.Dispose();
        _server.Dispose();
    }

    [Test]
    public async Task List_Succeeds_IsASpanWithItsRequestAsChild()
    {
        _server.Simulator.KnowledgeBase(_knowledgeBaseId).SetRunsJson("""[{"id":"r1","status":"running"}]""");
        using var client = CreateClient();

        await client.ListAsync(_knowledgeBaseId);

        var call = Spans("list_runs").Single();
        Assert.That(call.Kind, Is.EqualTo(ActivityKind.Internal));
        Assert.That(call.Status, Is.EqualTo(ActivityStatusCode.Unset));
        Assert.That(call.GetTagItem("knowledge_base.operation"), Is.EqualTo("list_runs"));
        Assert.That(call.GetTagItem("knowledge_base.run.count"), Is.EqualTo(1));
        Assert.That(call.GetTagItem("server.address"), Is.EqualTo("127.0.0.1"));
        Assert.That(call.GetTagItem("server.port"), Is.EqualTo(_server.BaseAddress.Port));
        Assert.That(Requests(call), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task List_IsRetriedAndFails_HasOneChildPerAttemptAndTheErrorType()
    {
        _server.Simulator.KnowledgeBase(_knowledgeBaseId).SetRunsJson("[]");
        _server.Simulator.Faults.Next(503, body: "");
        _server.Simulator.Faults.Next(502, body: "");
        using var client = CreateClient(maxRetries: 1);

        await Assert.ThrowsAsync<KnowledgeBaseApiException>(() => client.ListAsync(_knowledgeBaseId));

        var call = Spans("list_runs").Single();
        Assert.That(call.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(call.StatusDescription, Does.Contain("502"));
        Assert.That(call.GetTagItem("error.type"), Is.EqualTo("502"));
        Assert.That(Requests(call), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Stream_ReadToItsEnd_IsOneSpanWithItsRequestAsChild()
    {
        _server.Simulator.KnowledgeBase(_knowledgeBaseId).SetRunsJson(
            """[{"id":"r1","status":"running"},{"id":"r2","status":"running"}]""");
        using var client = CreateClient();

        var inLoop = new List<Activity?>();
        await foreach (var run in client.StreamAsync(_knowledgeBaseId))
        {
            inLoop.Add(Activity.Current);
        }

        var call = Spans("stream_runs").Single();
        Assert.That(call.GetTagItem("knowledge_base.run.count"), Is.EqualTo(2));
        Assert.That(Requests(call), Has.Count.EqualTo(1));
        Assert.That(inLoop, Is.All.Null, "the span is not that of the caller's code");
    }

    [Test]
    public async Task Wait_RunFinishes_IsASpanWithEventsLinkedToThePollsThatServedIt()
    {
        var requests = 0;
        _server.Simulator.KnowledgeBase(_knowledgeBaseId).UseRuns(
            () => [new RunBuilder("r1").WithStatus(++requests < 3 ? "running" : "completed").Build()]);
        using var client = CreateClient();
        using var caller = new Activity("caller") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();

        await client.WaitForCompletionAsync(_knowledgeBaseId, "r1");
        caller.Stop();

        var wait = Spans("wait_for_runs").Single();
        Assert.That(wait.ParentSpanId, Is.EqualTo(caller.SpanId));
        Assert.That(wait.GetTagItem("knowledge_base.run.count"), Is.EqualTo(1));
        Assert.That(wait.Events.Select(change => change.Name), Is.All.EqualTo("run.status_changed"));
        Assert.That(
            wait.Events.Select(change => change.Tags.Single(tag => tag.Key == "knowledge_base.run.status").Value),
            Is.EqualTo((string[])["running", "completed"]));

        await WaitForSpansAsync("poll_runs", 3);
        var polls = Spans("poll_runs");
        Assert.That(polls.Select(poll => poll.ParentSpanId), Is.All.EqualTo(default(ActivitySpanId)), "a poll is a root span");
        Assert.That(wait.Links.Select(link => link.Context.SpanId), Is.EqualTo(polls.Select(poll => poll.SpanId)));
        Assert.That(polls.Select(poll => Requests(poll).Count), Is.All.EqualTo(1));
        Assert.That(polls.Select(poll => poll.GetTagItem("knowledge_base.poll.number")), Is.EqualTo((int[])[1, 2, 3]));
    }

    [Test]
    public async Task Wait_TimesOut_HasTheErrorType(CancellationToken cancellationToken)
    {
        var simulator = new KnowledgeBaseSimulator();
        simulator.KnowledgeBase(_knowledgeBaseId).AddRun(RunScript.Queued().Running(), "r1");
        using var client = simulator.CreateClient(options => options.Polling.MaxEventStreams = 0);

        await Assert.ThrowsAsync<RunWaitTimeoutException>(() => client.WaitForCompletionAsync(
            _knowledgeBaseId, "r1", new WaitOptions { Timeout = TimeSpan.FromHours(1) }, cancellationToken));

        var wait = Spans("wait_for_runs").Single();
        Assert.That(wait.GetTagItem("error.type"), Is.EqualTo("KnowledgeBaseClient.RunWaitTimeoutException"));
        Assert.That(wait.Status, Is.EqualTo(ActivityStatusCode.Error));
        Assert.That(wait.Links.Count(), Is.EqualTo(128), "bounded");
    }

    [Test]
    public async Task Spans_OfEveryKind_HaveNoIdInTheirName()
    {
        _server.Simulator.KnowledgeBase(_knowledgeBaseId).SetRunsJson("""[{"id":"r1","status":"completed"}]""");
        using var client = CreateClient();

        await client.ListSummariesAsync(_knowledgeBaseId);
        await client.FindAsync(_knowledgeBaseId, "r1");
        await foreach (var change in client.WatchAsync(_knowledgeBaseId, new WatchOptions { Filter = new RunFilter { RunIds = ["r1"] } }))
        {
        }

        await WaitForSpansAsync("poll_runs", 1);
        Assert.That(
            Own().Select(span => span.OperationName),
            Is.EquivalentTo((string[])["list_summaries", "find_run", "watch_runs", "poll_runs"]));
    }

    private RunsClient CreateClient(int maxRetries = 3) => new(new KnowledgeBaseClientOptions
    {
        ApiKey = _server.ApiKey,
        BaseAddress = _server.BaseAddress,
        MaxRetries = maxRetries,
        MaxRetryDelay = TimeSpan.FromMilliseconds(1),
        Polling = new PollingOptions { InitialInterval = TimeSpan.FromMilliseconds(1), MaxInterval = TimeSpan.FromMilliseconds(1) },
    });

    private List<Activity> Own() =>
    [
        .. _exported.Snapshot()
            .Where(span => (string?)span.GetTagItem("knowledge_base.id") == _knowledgeBaseId)
            .OrderBy(span => span.StartTimeUtc),
    ];

    private List<Activity> Spans(string name) => [.. Own().Where(span => span.OperationName == name)];

    private List<Activity> Requests(Activity parent) =>
        [.. _exported.Snapshot().Where(span => span.Source.Name == "System.Net.Http" && span.ParentSpanId == parent.SpanId)];

    // The last poll ends after the wait that it completes.
    private async Task WaitForSpansAsync(string name, int count)
    {
        while (Spans(name).Count < count)
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
