using KnowledgeBaseClient.Tests.Security.Leaks;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.Leaks;

/// <summary>A client that is disposed ends what is under way, gives back connections and timers, and does nothing more.</summary>
public sealed class DisposalTests
{
    private const string TwoRuns = """[{"id":"a","status":"completed"},{"id":"b","status":"running"}]""";

    private static readonly TimeSpan AnHour = TimeSpan.FromHours(1);

    private readonly TestClock _clock = new();

    private static IEnumerable<string> AllCalls => Calls.Names;

    [Test]
    public async Task Dispose_CallWaitsForTheHeaders_EndsItAndFreesAll([ValueSource(nameof(AllCalls))] string call, [Values] bool injected)
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        await using var client = Client(server, injected);

        var ending = Calls.All[call](client.Runs, CancellationToken.None);
        await server.RequestArrivedAsync(1);
        await client.DisposeAsync();

        await Assert.CatchAsync<ObjectDisposedException>(() => ending);
        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task Dispose_CallWaitsForTheBody_EndsItAndFreesAll([ValueSource(nameof(AllCalls))] string call, [Values] bool injected)
    {
        var reply = Reply.StallInBody(TwoRuns, TwoRuns.Length - 5);
        await using var server = ScriptedServer.Start(reply);
        await using var client = Client(server, injected);

        var ending = Calls.All[call](client.Runs, CancellationToken.None);
        await reply.HeadersSentAsync();
        await client.DisposeAsync();

        await Assert.CatchAsync<ObjectDisposedException>(() => ending);
        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task Dispose_ReaderOfAWaitIsBusy_StopsThePollerAtOnce()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TwoRuns));
        await using var client = Client(server, injected: false);
        await using var runs = client.Runs.WaitForEachAsync("kb", ["a", "b"]).GetAsyncEnumerator();
        await runs.MoveNextAsync();
        await _clock.ArmedAsync(due => due < AnHour);

        await client.DisposeAsync();

        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
        await Assert.CatchAsync<ObjectDisposedException>(() => runs.MoveNextAsync().AsTask());
    }

    [Test]
    public async Task Dispose_RunsOfAStreamAreLeftThatHaveArrived_EndsItAtTheNext()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TwoRuns));
        await using var client = Client(server, injected: false);
        await using var runs = client.Runs.StreamAsync("kb").GetAsyncEnumerator();
        await runs.MoveNextAsync();

        await client.DisposeAsync();

        await Assert.CatchAsync<ObjectDisposedException>(() => runs.MoveNextAsync().AsTask());
        await server.DisconnectedAsync();
    }

    [Test]
    public async Task Call_AfterDispose_IsRefusedAndSendsNothing([ValueSource(nameof(AllCalls))] string call, [Values] bool injected)
    {
        await using var server = ScriptedServer.Start();
        await using var client = Client(server, injected);
        var runs = client.Runs;

        await client.DisposeAsync();

        await Assert.CatchAsync<ObjectDisposedException>(() => Calls.All[call](runs, CancellationToken.None));
        Assert.That(server.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task Dispose_Twice_IsFine([Values] bool used)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server);
        if (used)
        {
            await client.ListAsync("kb");
        }

        client.Dispose();

        Assert.That(client.Dispose, Throws.Nothing);
    }

    private MadeClient Client(ScriptedServer server, bool injected) => new(
        injected,
        TestClients.Options(server.BaseAddress, options => (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (AnHour, AnHour * 2, 0)),
        time: _clock);
}
