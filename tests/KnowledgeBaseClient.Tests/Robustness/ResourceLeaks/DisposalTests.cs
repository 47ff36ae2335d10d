using KnowledgeBaseClient.Tests.Security.KeyLeaks;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.ResourceLeaks;

/// <summary>Disposing a client ends running calls, releases connections and timers, and rejects further calls.</summary>
public sealed class DisposalTests
{
    private const string TwoRuns = """[{"id":"a","status":"completed"},{"id":"b","status":"running"}]""";

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    private readonly TestClock _clock = new();

    private static IEnumerable<string> AllCalls => ClientCalls.Names;

    [Test]
    public async Task DisposeAsync_CallWaitsForTheHeaders_EndsItAndReleasesEverything(
        [ValueSource(nameof(AllCalls))] string call, [Values] bool injected)
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        await using var client = Client(server, injected);

        var task = ClientCalls.All[call](client.Runs, CancellationToken.None);
        await server.RequestArrivedAsync(1);
        await client.DisposeAsync();

        await Assert.CatchAsync<ObjectDisposedException>(() => task);
        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task DisposeAsync_CallWaitsForTheBody_EndsItAndReleasesEverything(
        [ValueSource(nameof(AllCalls))] string call, [Values] bool injected)
    {
        var reply = ClientCalls.StallInBodyOf(call, TwoRuns);
        await using var server = ScriptedServer.Start(reply);
        await using var client = Client(server, injected);

        var task = ClientCalls.All[call](client.Runs, CancellationToken.None);
        await reply.HeadersSentAsync();
        await client.DisposeAsync();

        await Assert.CatchAsync<ObjectDisposedException>(() => task);
        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
    }

    [Test]
    public async Task DisposeAsync_ConsumerOfAWaitIsBusy_StopsThePollerImmediately()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TwoRuns));
        await using var client = Client(server, injected: false);
        await using var runs = client.Runs.WaitForEachAsync("kb", ["a", "b"]).GetAsyncEnumerator();
        await runs.MoveNextAsync();
        await _clock.ArmedAsync(due => due < OneHour);

        await client.DisposeAsync();

        await server.DisconnectedAsync();
        await _clock.DisarmedAsync();
        await Assert.CatchAsync<ObjectDisposedException>(() => runs.MoveNextAsync().AsTask());
    }

    [Test]
    public async Task DisposeAsync_StreamHasBufferedRuns_ThrowsAtTheNextRun()
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
    public async Task Call_AfterDispose_ThrowsAndSendsNothing([ValueSource(nameof(AllCalls))] string call, [Values] bool injected)
    {
        await using var server = ScriptedServer.Start();
        await using var client = Client(server, injected);
        var runs = client.Runs;

        await client.DisposeAsync();

        await Assert.CatchAsync<ObjectDisposedException>(() => ClientCalls.All[call](runs, CancellationToken.None));
        Assert.That(server.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task Dispose_Twice_DoesNotThrow([Values] bool used)
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

    private ClientUnderTest Client(ScriptedServer server, bool injected) => new(
        injected,
        TestClients.Options(
            server.BaseAddress,
            options => (options.AttemptTimeout, options.TotalTimeout, options.MaxRetries) = (OneHour, OneHour * 2, 0)),
        time: _clock);
}
