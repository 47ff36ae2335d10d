using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

/// <summary>Events of runs make a poll happen at once. Polls decide what is true.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EventHintTests : IDisposable
{
    private static readonly RunScript ElevenMinutes =
        RunScript.Queued(TimeSpan.FromMinutes(1)).Running(100, TimeSpan.FromMinutes(10)).Completed();

    private readonly KnowledgeBaseSimulator _simulator = new();
    private readonly CapturedLogs _logs = new();
    private RunsClient? _client;

    private SimulatedKnowledgeBase KnowledgeBase => _simulator.KnowledgeBase("kb");

    private RunsClient Client => _client ??= new RunsClient(
        new KnowledgeBaseClientOptions { ApiKey = TestClients.Key, BaseAddress = KnowledgeBaseSimulator.BaseAddress },
        _simulator.CreateHandler(),
        _logs,
        _simulator.Clock);

    private int Polls => _simulator.Requests.Count(request => request.RunId is null);

    private List<ReceivedRequest> Streams => [.. _simulator.Requests.Where(request => request.RunId is not null)];

    public void Dispose() => _client?.Dispose();

    [Test]
    public async Task Wait_FewRuns_EndsAtOnceWithFewPolls()
    {
        var runIds = Enumerable.Range(0, 4).Select(_ => KnowledgeBase.AddRun(ElevenMinutes)).ToList();

        await Client.WaitForAllAsync("kb", runIds);

        Assert.That(SinceStart, Is.EqualTo(TimeSpan.FromMinutes(11)));
        Assert.That(Streams, Has.Count.GreaterThanOrEqualTo(4));
        Assert.That(Polls, Is.LessThanOrEqualTo(18));
    }

    [TestCase(5, 4)]
    [TestCase(1, 0)]
    public async Task Wait_MoreRunsThanStreams_OnlyPolls(int runs, int maxEventStreams)
    {
        var runIds = Enumerable.Range(0, runs).Select(_ => KnowledgeBase.AddRun(ElevenMinutes)).ToList();
        var options = new WaitOptions { Polling = new PollingOptions { MaxEventStreams = maxEventStreams } };

        await Client.WaitForAllAsync("kb", runIds, options);

        Assert.That(Streams, Is.Empty);
        Assert.That(Polls, Is.GreaterThan(15));
    }

    [Test]
    public async Task Wait_StreamsOffForTheClient_OnlyPolls()
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        using var client = _simulator.CreateClient(options => options.Polling.MaxEventStreams = 0);

        await client.WaitForCompletionAsync("kb", runId, new WaitOptions { Polling = new PollingOptions { MaxEventStreams = 9 } });

        Assert.That(Streams, Is.Empty);
    }

    [TestCase(404)]
    [TestCase(405)]
    [TestCase(501)]
    public async Task Wait_ServiceWithoutEvents_TurnsThemOffOnce(int status)
    {
        using var fault = _simulator.Faults.When(request => request.RunId is not null).Always(status);
        var first = KnowledgeBase.AddRun(ElevenMinutes);
        var second = KnowledgeBase.AddRun(ElevenMinutes);

        await Client.WaitForCompletionAsync("kb", first);
        var logged = Logged();
        KnowledgeBase.SetRun(ElevenMinutes, second);
        await Client.WaitForCompletionAsync("kb", second);

        Assert.That(Streams, Has.Count.EqualTo(1));
        Assert.That(Logged(), Is.EqualTo(logged).And.GreaterThan(0));

        int Logged() => _logs.Texts.Count(text =>
            text.Contains("The service has no events of runs, so that this client only polls.", StringComparison.Ordinal));
    }

    [Test]
    public async Task Wait_RunUnknownToOtherwiseWorkingEvents_KeepsEventsOn()
    {
        var first = KnowledgeBase.AddRun(ElevenMinutes);
        await Client.WaitForCompletionAsync("kb", first);
        using var fault = _simulator.Faults.When(request => request.RunId == "second").Always(404);
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
        using var fault = _simulator.Faults.When(request => request.RunId is not null && Streams.Count == 1).CutBodyAfter(400);

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.EqualTo(TimeSpan.FromMinutes(11)));
        Assert.That(Streams[1].AfterEventId, Is.Not.Null);
    }

    [Test]
    public async Task Wait_EventSaysCompletedButListDoesNot_BelievesTheList()
    {
        const string completed = """data: {"type":"content","data":{"workflow_status":"completed"},"redisId":"1-0"}""";
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        _simulator.Faults.When(request => request.RunId is not null)
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
        _simulator.Faults.When(request => request.RunId is not null)
            .Always(200, body: stopped + "\n\n", contentType: "text/event-stream");

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.LessThan(TimeSpan.FromSeconds(8)));
    }

    [Test]
    public async Task Wait_PollAtTheEventFails_PollsAgainSoon()
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        using var fault = _simulator.Faults
            .When(request => request.RunId is null && SinceStart >= TimeSpan.FromMinutes(11) && SinceStart < TimeSpan.FromMinutes(11.01))
            .Always(502);

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.LessThan(TimeSpan.FromMinutes(11) + TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Wait_ConnectionDeliversNothing_PollsAtTheUsualIntervals()
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromSeconds(40)).Completed());
        _simulator.Faults.When(request => request.RunId is not null).Always(200, body: ": buffered\n\n", contentType: "text/event-stream");

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.LessThan(TimeSpan.FromSeconds(57)));
    }

    [Test]
    public async Task Wait_EachConnectionEndsAfterAnEvent_OpensFewConnections()
    {
        const string running = """data: {"type":"state","data":{"status":"running"},"redisId":"1-0"}""";
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        _simulator.Faults.When(request => request.RunId is not null)
            .Always(200, body: running + "\n\n", contentType: "text/event-stream");

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(Streams, Has.Count.LessThan(60));
    }

    [Test]
    public async Task Wait_StreamsAreRateLimited_HonorsRetryAfter([Values(600, 99_999_999)] int seconds)
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromMinutes(9)).Completed());
        using var fault = _simulator.Faults.When(request => request.RunId is not null).Always(429, TimeSpan.FromSeconds(seconds));

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(Streams, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Wait_RunIsNotListedAtFirst_AsksForItsEventsOnlyThen()
    {
        KnowledgeBase.AddRun(ElevenMinutes, "late", TimeSpan.FromSeconds(20));

        await Client.WaitForCompletionAsync("kb", "late");

        Assert.That(Streams[0].ReceivedAt - RunBuilder.DefaultTime, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(_logs.Texts, Has.None.Contains("The service has no events"));
    }

    [Test]
    public async Task Wait_DisturbedEvents_EndsAtOnce([Values] bool malformed, [Values] bool reversed)
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        using var fault = malformed ? _simulator.Faults.MalformedEvents()
            : reversed ? _simulator.Faults.ReversedEvents()
            : _simulator.Faults.DuplicateEvents();

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.EqualTo(TimeSpan.FromMinutes(11)));
        Assert.That(Polls, Is.LessThanOrEqualTo(20));
    }

    [Test]
    public async Task Wait_StreamStartsSlowly_PollsMeanwhile()
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromMinutes(1)).Completed());
        using var fault = _simulator.Faults.When(request => request.RunId is not null).Slow(TimeSpan.FromSeconds(90));

        await Client.WaitForCompletionAsync("kb", runId);

        Assert.That(SinceStart, Is.InRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(77)));
    }

    [Test]
    public async Task Wait_ProgressWanted_IsReportedForEachStateEvent()
    {
        var runId = KnowledgeBase.AddRun(ElevenMinutes);
        var percents = new List<int>();
        var options = new WaitOptions { Progress = new SynchronousProgress<RunChange>(change => percents.Add(change.Current.Progress)) };

        await Client.WaitForCompletionAsync("kb", runId, options);

        Assert.That(percents.Distinct().Count(), Is.GreaterThanOrEqualTo(10));
        Assert.That(Polls, Is.LessThanOrEqualTo(30));
    }

    [Test]
    public async Task Wait_Ends_ClosesItsStreams()
    {
        var runId = KnowledgeBase.AddRun(RunScript.Queued(TimeSpan.FromDays(1)).Completed());
        using var canceling = new CancellationTokenSource();

        var wait = Client.WaitForCompletionAsync("kb", runId, null, canceling.Token);
        await _simulator.WaitForRequestsAsync(3).OrTimeout();
        await canceling.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => wait.OrTimeout());
        var requests = _simulator.RequestCount;
        await Task.Delay(TimeSpan.FromHours(1), _simulator.Clock).OrTimeout();

        Assert.That(_simulator.RequestCount, Is.LessThanOrEqualTo(requests + 1));
    }

    [Test]
    public async Task WatchOfAllRuns_HasNoStreams()
    {
        KnowledgeBase.AddRun(ElevenMinutes);

        await foreach (var change in Client.WatchAsync("kb"))
        {
            if (change.Kind == RunChangeKind.Completed)
            {
                break;
            }
        }

        Assert.That(Streams, Is.Empty);
    }

    private TimeSpan SinceStart => _simulator.Clock.GetUtcNow() - RunBuilder.DefaultTime;
}
