using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Events that are missing, wrong or late: polls decide what is true, and a wait ends about as soon as without events.</summary>
public sealed class EventHintFaultTests : EventHintFixture
{
    [TestCase(404)]
    [TestCase(405)]
    [TestCase(501)]
    public async Task Wait_ServiceWithoutEvents_TurnsThemOffOnce(int status)
    {
        using var fault = Simulator.Faults.When(request => request.RunId is not null).Always(status);
        var first = KnowledgeBase.AddRun(ElevenMinutes);
        var second = KnowledgeBase.AddRun(ElevenMinutes);

        await Client.WaitForCompletionAsync("kb", first);
        var logged = Logged();
        KnowledgeBase.SetRun(ElevenMinutes, second);
        await Client.WaitForCompletionAsync("kb", second);

        Assert.That(Streams, Has.Count.EqualTo(1));
        Assert.That(Logged(), Is.EqualTo(logged).And.GreaterThan(0));

        int Logged() => Logs.Texts.Count(text =>
            text.Contains("The service has no events of runs, so that this client only polls.", StringComparison.Ordinal));
    }

    [Test]
    public async Task Wait_RunUnknownToOtherwiseWorkingEvents_KeepsEventsOn()
    {
        var first = KnowledgeBase.AddRun(ElevenMinutes);
        await Client.WaitForCompletionAsync("kb", first);
        using var fault = Simulator.Faults.When(request => request.RunId == "second").Always(404);
        KnowledgeBase.AddRun(ElevenMinutes, "second");
        await Client.WaitForCompletionAsync("kb", "second");
        var third = KnowledgeBase.AddRun(ElevenMinutes);
        await Client.WaitForCompletionAsync("kb", third);

        Assert.That(Streams.Count(request => request.RunId == "second"), Is.EqualTo(1));
        Assert.That(Streams.Count(request => request.RunId == third), Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public async Task Wait_StreamIsCut_ResumesAfterTheLastEvent()
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        using var fault = Simulator.Faults.When(request => request.RunId is not null && Streams.Count == 1).CutBodyAfter(400);

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.EqualTo(TimeSpan.FromMinutes(11)));
        Assert.That(Streams[1].AfterEventId, Is.Not.Null);
    }

    [Test]
    public async Task Wait_EventSaysCompletedButListDoesNot_BelievesTheList()
    {
        const string completed = """data: {"type":"content","data":{"workflow_status":"completed"},"redisId":"1-0"}""";
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        Simulator.Faults.When(request => request.RunId is not null)
            .Always(200, body: completed + "\n\n", contentType: "text/event-stream");

        var run = await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(run.Status, Is.EqualTo(RunStatus.Completed));
        Assert.That(SinceStart, Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(11)));
        Assert.That(Streams, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Wait_ListIsLaterThanTheEvent_PollsAtTheUsualIntervals()
    {
        const string stopped = """data: {"type":"state","data":{"status":"stopped"},"redisId":"1-0"}""";
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromSeconds(3)).Stopped());
        Simulator.Faults.When(request => request.RunId is not null)
            .Always(200, body: stopped + "\n\n", contentType: "text/event-stream");

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.LessThan(TimeSpan.FromSeconds(8)));
    }

    [Test]
    public async Task Wait_PollAtTheEventFails_PollsAgainSoon()
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        using var fault = Simulator.Faults
            .When(request => request.RunId is null && SinceStart >= TimeSpan.FromMinutes(11) && SinceStart < TimeSpan.FromMinutes(11.01))
            .Always(502);

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.LessThan(TimeSpan.FromMinutes(11) + TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Wait_ConnectionDeliversNothing_PollsAtTheUsualIntervals()
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromSeconds(40)).Completed());
        Simulator.Faults.When(request => request.RunId is not null).Always(200, body: ": buffered\n\n", contentType: "text/event-stream");

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.LessThan(TimeSpan.FromSeconds(57)));
    }

    [Test]
    public async Task Wait_EachConnectionEndsAfterAnEvent_OpensFewConnections()
    {
        const string running = """data: {"type":"state","data":{"status":"running"},"redisId":"1-0"}""";
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        Simulator.Faults.When(request => request.RunId is not null)
            .Always(200, body: running + "\n\n", contentType: "text/event-stream");

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(Streams, Has.Count.LessThan(60));
    }

    [Test]
    public async Task Wait_StreamsAreRateLimited_HonorsRetryAfter([Values(600, 99_999_999)] int seconds)
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromMinutes(9)).Completed());
        using var fault = Simulator.Faults.When(request => request.RunId is not null).Always(429, TimeSpan.FromSeconds(seconds));

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(Streams, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Wait_RunIsNotListedAtFirst_AsksForItsEventsOnlyThen()
    {
        KnowledgeBase.AddRun(ElevenMinutes, "late", TimeSpan.FromSeconds(20));

        await Client.WaitForCompletionAsync("kb", "late");

        Assert.That(Streams[0].ReceivedAt - RunBuilder.DefaultTime, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(Logs.Texts, Has.None.Contains("The service has no events"));
    }

    [Test]
    public async Task Wait_DisturbedEvents_EndsAtOnce([Values] bool malformed, [Values] bool reversed)
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        using var fault = malformed ? Simulator.Faults.MalformedEvents()
            : reversed ? Simulator.Faults.ReversedEvents()
            : Simulator.Faults.DuplicateEvents();

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.EqualTo(TimeSpan.FromMinutes(11)));
        Assert.That(Polls, Is.LessThanOrEqualTo(20));
    }

    [Test]
    public async Task Wait_StreamStartsSlowly_PollsMeanwhile()
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromMinutes(1)).Completed());
        using var fault = Simulator.Faults.When(request => request.RunId is not null).Slow(TimeSpan.FromSeconds(90));

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.InRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(77)));
    }
}
