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
}
