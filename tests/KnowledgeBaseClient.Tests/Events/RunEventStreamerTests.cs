using KnowledgeBaseClient.Testing;
using KnowledgeBaseClient.Tests.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Events;

/// <summary>The events of a run, over both transports of the simulator.</summary>
public sealed class RunEventStreamerTests(Transport transport) : TransportFixture(transport)
{
    private static readonly RunScript TwoNodes = RunScript
        .Queued(TimeSpan.FromSeconds(10))
        .Running(100, TimeSpan.FromMinutes(2), ["load", "embed"])
        .Completed();

    private static readonly string[] EventsOfTwoNodes =
    [
        "State queued",
        "Content load running",
        "State running",
        "Content embed running",
        "Content load completed load is done.",
        "State running",
        "Content embed completed embed is done.",
        "State completed",
        "Content completed",
    ];

    [Test]
    public async Task StreamEventsAsync_RunThatIsRunning_ReturnsEachEventAsItHappens()
    {
        var runId = KnowledgeBase.AddRun(TwoNodes);
        using var client = CreateClient();

        var events = await client.StreamEventsAsync(runId).ToListAsync();

        Assert.That(events.Select(next => next.ToString()), Is.EqualTo(EventsOfTwoNodes));
        Assert.That(events.Select(next => next.EventId), Is.Unique.And.All.Not.Null);
        Assert.That(events[2].ProgressDetails?.RunningNodes, Is.EqualTo(["load"]));
        Assert.That(events[^1].Data.ToString(), Is.EqualTo("""{"workflow_status":"completed"}"""));
        Assert.That(events[^1].Status, Is.EqualTo(RunStatus.Completed));
    }

    [Test]
    public async Task StreamEventsAsync_AfterAnEvent_ContinuesAfterIt()
    {
        var runId = KnowledgeBase.AddRun(TwoNodes);
        using var client = CreateClient();
        var events = await client.StreamEventsAsync(runId).ToListAsync();

        var rest = await client.StreamEventsAsync(runId, events[5].EventId).ToListAsync();

        Assert.That(rest, Is.EqualTo(events[6..]));
        Assert.That(Simulator.Requests[^1].Query, Is.EqualTo($"etag={events[5].EventId}"));
    }

    [TestCase(1)]
    [TestCase(200)]
    [TestCase(1500)]
    public async Task StreamEventsAsync_ConnectionsAreCut_ResumesWithoutLossOrRepetition(int bytes)
    {
        var runId = KnowledgeBase.AddRun(TwoNodes);
        using var client = CreateClient();
        using var fault = Simulator.Faults.When(_ => Simulator.RequestCount % 2 == 1).CutBodyAfter(bytes);
        var events = new List<string>();

        await foreach (var next in client.StreamEventsAsync(runId))
        {
            events.Add(next.ToString());
        }

        Assert.That(events, Is.EqualTo(EventsOfTwoNodes));
    }

    [Test]
    public async Task StreamEventsAsync_DisturbedEvents_ReturnsEachOnce([Values] bool duplicate)
    {
        var runId = KnowledgeBase.AddRun(TwoNodes);
        using var client = CreateClient();
        using var fault = duplicate ? Simulator.Faults.DuplicateEvents() : Simulator.Faults.MalformedEvents();

        var events = await client.StreamEventsAsync(runId).ToListAsync();

        Assert.That(events.Select(next => next.ToString()), Is.EqualTo(EventsOfTwoNodes));
    }

    [Test]
    public async Task StreamEventsAsync_NoSuchEndpoint_ThrowsWithAdvice()
    {
        Simulator.HasEvents = false;
        using var client = CreateClient();

        var failure = (await Assert.CatchAsync<KnowledgeBaseApiException>(async () => await client.StreamEventsAsync("r1").ToListAsync()))!;

        Assert.That(failure.Message, Does.Contain("Older versions of the service have no events"));
        Assert.That(failure, Is.Not.InstanceOf<KnowledgeBaseNotFoundException>());
        Assert.That(failure.Path, Is.EqualTo("/v1/runs/r1/events"));
    }

    [Test]
    public async Task StreamEventsAsync_TemporaryFailure_IsRetried()
    {
        var runId = KnowledgeBase.AddRun(TwoNodes);
        Simulator.Faults.Next(503);
        using var client = CreateClient();

        Assert.That(await client.StreamEventsAsync(runId).ToListAsync(), Has.Count.EqualTo(9));
    }

    [Test]
    public async Task StreamEventsAsync_AnotherContentType_Throws()
    {
        Simulator.Faults.Next(200, body: "[]");
        using var client = CreateClient();

        var failure = (await Assert.CatchAsync<InvalidResponseException>(async () => await client.StreamEventsAsync("r1").ToListAsync()))!;

        Assert.That(failure.Message, Does.Contain("returned 200 with application/json, but the body is not a stream of run events"));
    }

    [Test]
    public async Task StreamEventsAsync_ServiceEndsEmptyStreams_Ends()
    {
        Simulator.Faults.Always(200, body: ": nothing\n\n", contentType: "text/event-stream");
        using var client = CreateClient();

        Assert.That(await client.StreamEventsAsync("r1").ToListAsync(), Is.Empty);
        Assert.That(Simulator.RequestCount, Is.EqualTo(4));
    }

    [Test]
    public async Task StreamEventsAsync_ServiceAlwaysCuts_ThrowsAfterRetries()
    {
        var runId = KnowledgeBase.AddRun(TwoNodes);
        Simulator.Faults.CutBodyAfter(1);
        using var client = CreateClient();

        Assert.That(
            async () => await client.StreamEventsAsync(runId).ToListAsync(), Throws.TypeOf<KnowledgeBaseConnectionException>());
        Assert.That(Simulator.RequestCount, Is.InRange(4, 16));
    }

    [Test]
    public async Task StreamEventsAsync_EventThatIsTooLarge_Throws()
    {
        var body = "data: {\"type\":\"content\"}\r\n\r\ndata: " + new string('a', 5 * 1024 * 1024);
        Simulator.Faults.Always(200, body: body, contentType: "text/event-stream");
        using var client = CreateClient();
        var events = new List<RunEvent>();

        var failure = (await Assert.CatchAsync<InvalidResponseException>(async () =>
        {
            await foreach (var next in client.StreamEventsAsync("r1"))
            {
                events.Add(next);
            }
        }))!;

        Assert.That(events, Has.Count.EqualTo(1));
        Assert.That(failure.Message, Does.Contain("an event is larger than 4194304 bytes"));
    }

    [Test]
    public async Task StreamEventsAsync_Canceled_ThrowsWithTheTokenOfTheCaller()
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued());
        using var client = CreateClient();
        using var canceling = new CancellationTokenSource();

        var failure = (await Assert.CatchAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.StreamEventsAsync(runId, cancellationToken: canceling.Token))
            {
                canceling.CancelAfter(1);
            }
        }))!;

        Assert.That(failure.CancellationToken, Is.EqualTo(canceling.Token));
    }

    [TestCase("")]
    [TestCase("a,b")]
    [TestCase("..")]
    public void StreamEventsAsync_InvalidId_ThrowsAtOnce(string runId)
    {
        using var client = CreateClient();

        Assert.Throws<ArgumentException>(() => client.StreamEventsAsync(runId));
        Assert.That(Simulator.RequestCount, Is.Zero);
    }
}
