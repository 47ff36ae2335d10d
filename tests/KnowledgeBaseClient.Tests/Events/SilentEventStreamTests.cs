using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Events;

/// <summary>A connection without data may be dead without either side knowing, so it is replaced.</summary>
public sealed class SilentEventStreamTests
{
    [Test]
    public async Task StreamEventsAsync_SilentForLongerThanAttemptTimeout_ReconnectsAndContinues()
    {
        var simulator = new KnowledgeBaseSimulator();
        var runId = simulator.KnowledgeBase("kb").AddRun(RunScript.Queued(TimeSpan.FromMinutes(10)).Completed());
        using var client = simulator.CreateClient();

        var events = await client.StreamEventsAsync(runId).ToListAsync();

        Assert.That(events.Select(next => next.ToString()), Is.EqualTo(["State queued", "State completed", "Content completed"]));
        Assert.That(simulator.RequestCount, Is.InRange(5, 7));
        Assert.That(simulator.Requests.Skip(1).Select(request => request.AfterEventId), Has.All.EqualTo(events[0].EventId));
    }

    [Test]
    public async Task StreamEventsAsync_ServiceReplaysAndCloses_ThrowsInsteadOfLooping()
    {
        const string running = """data: {"type":"state","data":{"status":"running"},"redisId":"1-0"}""";
        var simulator = Responding(running);
        using var client = simulator.CreateClient();
        var events = new List<RunEvent>();

        Assert.That(
            async () =>
            {
                await foreach (var next in client.StreamEventsAsync("r1"))
                {
                    events.Add(next);
                }
            },
            Throws.TypeOf<KnowledgeBaseConnectionException>().With.Message.Contains("ended without a new event"));
        Assert.That(events, Has.Count.EqualTo(1));
        Assert.That(simulator.RequestCount, Is.EqualTo(4));
    }

    [Test]
    public async Task StreamEventsAsync_StoppedRun_EndsWithTheConnection()
    {
        using var client = Responding("""data: {"type":"state","data":{"status":"stopped"},"redisId":"1-0"}""").CreateClient();

        Assert.That((await client.StreamEventsAsync("r1").ToListAsync()).Single().Status, Is.EqualTo(RunStatus.Stopped));
    }

    [TestCase("\"\"", null)]
    [TestCase("17", "17")]
    [TestCase("null", null)]
    [TestCase("\"1-0\"", "1-0")]
    public async Task StreamEventsAsync_IdOfAnyKind_LosesNoEvent(string id, string? expected)
    {
        var content = """data: {"type":"content","data":{"id":"n","content":"text"},"redisId":ID}"""
            .Replace("ID", id, StringComparison.Ordinal);
        const string last = """data: {"type":"content","data":{"workflow_status":"completed"}}""";
        using var client = Responding($"{content}\n\n{last}").CreateClient();

        var events = await client.StreamEventsAsync("r1").ToListAsync();

        Assert.That(events.Select(next => next.EventId), Is.EqualTo([expected, null]));
        Assert.That(events[0].Text, Is.EqualTo("text"));
    }

    private static KnowledgeBaseSimulator Responding(string events)
    {
        var simulator = new KnowledgeBaseSimulator();
        simulator.Faults.Always(200, body: events + "\n\n", contentType: "text/event-stream");
        return simulator;
    }
}
