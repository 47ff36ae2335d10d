using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.ResourceLeaks;

/// <summary>Canceling a call, or leaving a stream early, releases the connection and stops the timers.</summary>
public sealed class CancellationTests
{
    private const string TwoRuns = """[{"id":"a","status":"completed"},{"id":"b","status":"running"}]""";

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    private readonly TestClock _clock = new();

    private static IEnumerable<string> AllCalls => ClientCalls.Names;

    private static IEnumerable<string> PollingCalls => ClientCalls.PollingNames;

    [Test]
    public void ClientCalls_Names_AreAllMethodsOfTheClient() =>
        Assert.That(ClientCalls.Names, Is.EquivalentTo(typeof(IRunsClient).GetMethods().Select(method => method.Name)));

    [Test]
    public async Task Call_CanceledBeforeTheHeaders_ReleasesConnectionAndTimers([ValueSource(nameof(AllCalls))] string call)
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = Client(server);
        using var caller = new CancellationTokenSource();

        var task = ClientCalls.All[call](client, caller.Token);
        await server.RequestArrivedAsync(1);
        await CancelAndAssertReleasedAsync(task, caller, server);
    }

    [Test]
    public async Task Call_CanceledWithinTheBody_ReleasesConnectionAndTimers([ValueSource(nameof(AllCalls))] string call)
    {
        var reply = ClientCalls.StallInBodyOf(call, TwoRuns);
        await using var server = ScriptedServer.Start(reply);
        using var client = Client(server);
        using var caller = new CancellationTokenSource();

        var task = ClientCalls.All[call](client, caller.Token);
        await reply.HeadersSentAsync();
        await CancelAndAssertReleasedAsync(task, caller, server);
    }

    [Test]
    public async Task Call_CanceledBetweenPolls_StopsTheTimerAndSendsNoMoreRequests([ValueSource(nameof(PollingCalls))] string call)
    {
        await using var server = ScriptedServer.Start(Reply.Json(RunsJson.Running(ClientCalls.RunId)));
        using var client = Client(server);
        using var caller = new CancellationTokenSource();

        var task = ClientCalls.All[call](client, caller.Token);
        await _clock.ArmedAsync(due => due < OneHour);
        await caller.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => task);

        await _clock.DisarmedAsync();
        _clock.Advance(OneHour);
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Call_CanceledBetweenAttempts_StopsTheTimer([ValueSource(nameof(AllCalls))] string call)
    {
        await using var server = ScriptedServer.Start(Reply.Status(429));
        using var client = Client(server, options => options.MaxRetries = 1);
        using var caller = new CancellationTokenSource();

        var task = ClientCalls.ToleratingOneFailedPoll[call](client, caller.Token);
        await _clock.ArmedAsync(due => due < OneHour);
        await caller.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => task);

        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task StreamAsync_LeftWithinTheBody_ReleasesConnectionAndTimers()
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
    public async Task WaitForEachAsync_LeftAfterTheFirstRun_SendsNoMoreRequests()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TwoRuns));
        using var client = Client(server);

        await foreach (var _ in client.WaitForEachAsync("kb", ["a", "b"]))
        {
            break;
        }

        await _clock.DisarmedAsync();
        _clock.Advance(OneHour);
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task WatchAsync_LeftDuringAPoll_ReleasesItsConnection()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TwoRuns), Reply.Stall());
        using var client = Client(server);

        await foreach (var change in client.WatchAsync("kb"))
        {
            if (change.Current.Id == "b")
            {
                _clock.Advance(await _clock.ArmedAsync(due => due < OneHour));
                await server.RequestArrivedAsync(2);
                break;
            }
        }

        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task StreamAsync_CanceledWithBufferedRuns_ThrowsAtTheNextRun()
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
                (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (OneHour, OneHour * 2, 0);
                configure?.Invoke(options);
            }),
            timeProvider: _clock);

    private async Task CancelAndAssertReleasedAsync(Task task, CancellationTokenSource caller, ScriptedServer server)
    {
        await caller.CancelAsync();

        var thrown = await Assert.CatchAsync<OperationCanceledException>(() => task);
        Assert.That(thrown!.CancellationToken, Is.EqualTo(caller.Token));
        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }
}
