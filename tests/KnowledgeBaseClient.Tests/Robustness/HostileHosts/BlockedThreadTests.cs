using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Callers that block the one thread of their synchronization context until the answer is there.</summary>
public sealed class BlockedThreadTests
{
    private const string Runs = """[{"id":"a","status":"completed"}]""";

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private static readonly Dictionary<string, Func<RunsClient, string>> Calls = new()
    {
        ["list"] = client => client.ListAsync("kb").Result.Single().Id,
        ["summaries"] = client => client.ListSummariesAsync("kb").Result.Single().Id,
        ["find"] = client => client.FindAsync("kb", "a").Result!.Id,
        ["stream"] = client => FirstOf(client.StreamAsync("kb")).Id,
        ["stream to its end"] = client => AllOf(client.StreamAsync("kb")).Single().Id,
        ["wait"] = client => client.WaitForCompletionAsync("kb", "a").Result.Id,
        ["wait for all"] = client => client.WaitForAllAsync("kb", ["a"]).Result.Single().Id,
        ["wait for each"] = client => FirstOf(client.WaitForEachAsync("kb", ["a"])).Id,
        ["wait for each to its end"] = client => AllOf(client.WaitForEachAsync("kb", ["a"])).Single().Id,
        ["watch"] = client => FirstOf(client.WatchAsync("kb")).Current.Id,
    };

    private static readonly Dictionary<string, Action<RunsClient>> Streams = new()
    {
        ["stream"] = client => Leave(client.StreamAsync("kb")),
        ["wait for each"] = client => Leave(client.WaitForEachAsync("kb", ["a"])),
        ["watch"] = client => Leave(client.WatchAsync("kb")),
    };

    private static IEnumerable<string> Names => Calls.Keys;

    private static IEnumerable<string> StreamNames => Streams.Keys;

    [TestCaseSource(nameof(Names))]
    public async Task Call_ThreadBlockedUntilItsResult_DoesNotNeedThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs));
        using var client = TestClients.For(server);
        var thread = new SingleThread();

        var id = await thread.RunAsync(() => Calls[call](client));

        Assert.That(id, Is.EqualTo("a"));
        Assert.That(thread.Posts, Is.Zero);
    }

    [TestCaseSource(nameof(Names))]
    public async Task Call_FirstAttemptFails_DoesNotNeedThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "{}"), Reply.Json(Runs));
        using var client = TestClients.For(server, options =>
        {
            (options.MaxRetries, options.MaxRetryDelay) = (1, Moment);
            (options.Polling.Initial, options.Polling.Maximum) = (Moment, Moment);
        });
        var thread = new SingleThread();

        Assert.That(await thread.RunAsync(() => Calls[call](client)), Is.EqualTo("a"));
        Assert.That(thread.Posts, Is.Zero);
    }

    [TestCaseSource(nameof(Names))]
    public async Task Call_KeyProviderGoesOnWhereItWasCalled_IsCalledOffThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs));
        using var client = TestClients.For(server, options => options.ApiKeyProvider = async _ =>
        {
            await Task.Yield();
            return TestClients.Key;
        });
        var thread = new SingleThread();

        Assert.That(await thread.RunAsync(() => Calls[call](client)), Is.EqualTo("a"));
        Assert.That(thread.Posts, Is.Zero);
    }

    [TestCaseSource(nameof(Names))]
    public async Task Call_Fails_ThrowsWithoutThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Status(401, """{"detail":"no"}"""));
        using var client = TestClients.For(server);
        var thread = new SingleThread();

        var thrown = await Assert.CatchAsync<AggregateException>(() => thread.RunAsync(() => Calls[call](client)));

        Assert.That(thrown!.InnerException, Is.TypeOf<ApiKeyRejectedException>());
        Assert.That(thread.Posts, Is.Zero);
    }

    [TestCaseSource(nameof(StreamNames))]
    public async Task DisposeAsync_OfAnEnumeratorThatHasNotBegun_DoesNotNeedThatThread(string stream)
    {
        await using var server = ScriptedServer.Start();
        using var client = TestClients.For(server);
        var thread = new SingleThread();

        await thread.RunAsync(() => { Streams[stream](client); return true; });

        Assert.That(thread.Posts, Is.Zero);
        Assert.That(server.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task Dispose_OfTheClientUnderACall_DoesNotNeedThatThread()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = TestClients.For(server);
        var thread = new SingleThread();

        var thrown = await Assert.CatchAsync<AggregateException>(() => thread.RunAsync(() =>
        {
            var call = client.ListAsync("kb");
            Task.Run(() => server.RequestArrivedAsync(1)).Wait();
            client.Dispose();
            return call.Result;
        }));

        Assert.That(thrown!.InnerException, Is.TypeOf<ObjectDisposedException>());
        Assert.That(thread.Posts, Is.Zero);
    }

    private static T FirstOf<T>(IAsyncEnumerable<T> items)
    {
        var reader = items.GetAsyncEnumerator();
        _ = reader.MoveNextAsync().AsTask().Result;
        var first = reader.Current;
        reader.DisposeAsync().AsTask().Wait();
        return first;
    }

    private static List<T> AllOf<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        var reader = items.GetAsyncEnumerator();
        while (reader.MoveNextAsync().AsTask().Result)
        {
            all.Add(reader.Current);
        }

        reader.DisposeAsync().AsTask().Wait();
        return all;
    }

    private static void Leave<T>(IAsyncEnumerable<T> items) => items.GetAsyncEnumerator().DisposeAsync().AsTask().Wait();
}
