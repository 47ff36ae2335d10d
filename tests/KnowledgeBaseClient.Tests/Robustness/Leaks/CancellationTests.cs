using KnowledgeBaseClient.Tests.Security.Leaks;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Leaks;

/// <summary>Whoever cancels, or stops reading, gets back connection and timers.</summary>
public sealed class CancellationTests
{
    private const string TwoRuns = """[{"id":"a","status":"completed"},{"id":"b","status":"running"}]""";

    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    private readonly TestClock _clock = new();

    private static IEnumerable<string> AllCalls => Calls.Names;

    private static IEnumerable<string> Waits => Calls.Waits;

    [Test]
    public void Calls_AreAllThatTheClientHas() =>
        Assert.That(Calls.Names, Is.EquivalentTo(typeof(IRunsClient).GetMethods().Select(method => method.Name)));

    [Test]
    public async Task Call_CancelledBeforeTheHeaders_FreesConnectionAndTimers([ValueSource(nameof(AllCalls))] string call)
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = Client(server);
        using var caller = new CancellationTokenSource();

        var ending = Calls.All[call](client, caller.Token);
        await server.RequestArrivedAsync(1);
        await AssertFreedAsync(ending, caller, server);
    }

    [Test]
    public async Task Call_CancelledWithinTheBody_FreesConnectionAndTimers([ValueSource(nameof(AllCalls))] string call)
    {
        var reply = Reply.StallInBody(TwoRuns, TwoRuns.Length - 5);
        await using var server = ScriptedServer.Start(reply);
        using var client = Client(server);
        using var caller = new CancellationTokenSource();

        var ending = Calls.All[call](client, caller.Token);
        await reply.HeadersSentAsync();
        await AssertFreedAsync(ending, caller, server);
    }

    [Test]
    public async Task Call_CancelledBetweenPolls_FreesTheTimerAndAsksNoMore([ValueSource(nameof(Waits))] string call)
    {
        await using var server = ScriptedServer.Start(Reply.Json(TestClients.Runs(Calls.Run)));
        using var client = Client(server);
        using var caller = new CancellationTokenSource();

        var ending = Calls.All[call](client, caller.Token);
        await _clock.ArmedAsync(due => due < AnHour);
        await caller.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => ending);

        await _clock.DisarmedAsync();
        _clock.Advance(AnHour);
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Call_CancelledBetweenAttempts_FreesTheTimer([ValueSource(nameof(AllCalls))] string call)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503));
        using var client = Client(server, options => options.MaxRetries = 1);
        using var caller = new CancellationTokenSource();

        var ending = Calls.Patient[call](client, caller.Token);
        await _clock.ArmedAsync(due => due < AnHour);
        await caller.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => ending);

        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task StreamAsync_ReaderStopsWithinTheBody_FreesConnectionAndTimers()
    {
        await using var server = ScriptedServer.Start(Reply.StallInBody(TwoRuns, TwoRuns.Length - 5));
        using var client = Client(server);

        await foreach (var _ in client.StreamAsync("kb"))
        {
            break;
        }

        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task WaitForEachAsync_ReaderStopsAfterTheFirst_AsksNoMore()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TwoRuns));
        using var client = Client(server);

        await foreach (var _ in client.WaitForEachAsync("kb", ["a", "b"]))
        {
            break;
        }

        await _clock.DisarmedAsync();
        _clock.Advance(AnHour);
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WatchAsync_ReaderStopsWhileAPollIsUnderWay_FreesItsConnection()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TwoRuns), Reply.Stall());
        using var client = Client(server);

        await foreach (var change in client.WatchAsync("kb"))
        {
            if (change.Current.Id == "b")
            {
                _clock.Advance(await _clock.ArmedAsync(due => due < AnHour));
                await server.RequestArrivedAsync(2);
                break;
            }
        }

        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task StreamAsync_CancelledWhileRunsAreLeftThatHaveArrived_EndsAtTheNext()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TwoRuns));
        using var client = Client(server);
        using var caller = new CancellationTokenSource();
        await using var runs = client.StreamAsync("kb", cancellationToken: caller.Token).GetAsyncEnumerator();
        await runs.MoveNextAsync();

        await caller.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => runs.MoveNextAsync().AsTask());
        Assert.That(thrown!.CancellationToken, Is.EqualTo(caller.Token));
    }

    private RunsClient Client(ScriptedServer server, Action<KnowledgeBaseClientOptions>? configure = null) =>
        new(
            TestClients.Options(server.BaseAddress, options =>
            {
                (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (AnHour, AnHour * 2, 0);
                configure?.Invoke(options);
            }),
            timeProvider: _clock);

    private async Task AssertFreedAsync(Task ending, CancellationTokenSource caller, ScriptedServer server)
    {
        await caller.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => ending);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(caller.Token));
        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }
}
