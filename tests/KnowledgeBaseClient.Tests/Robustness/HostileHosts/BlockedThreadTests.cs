using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Callers that block the only thread of their synchronization context until the call returns.</summary>
public sealed class BlockedThreadTests
{
    private const string Runs = """[{"id":"a","status":"completed"}]""";

    private static readonly TimeSpan ShortDelay = TimeSpan.FromMilliseconds(1);

    private static readonly Dictionary<string, Func<RunsClient, string>> Calls = new()
    {
        ["list"] = client => client.ListAsync("kb").Result.Single().Id,
        ["summaries"] = client => client.ListSummariesAsync("kb").Result.Single().Id,
        ["find"] = client => client.FindAsync("kb", "a").Result!.Id,
        ["first run of a stream"] = client => First(client.StreamAsync("kb")).Id,
        ["whole stream"] = client => ToList(client.StreamAsync("kb")).Single().Id,
        ["wait"] = client => client.WaitForCompletionAsync("kb", "a").Result.Id,
        ["wait for all"] = client => client.WaitForAllAsync("kb", ["a"]).Result.Single().Id,
        ["first run of wait for each"] = client => First(client.WaitForEachAsync("kb", ["a"])).Id,
        ["all of wait for each"] = client => ToList(client.WaitForEachAsync("kb", ["a"])).Single().Id,
        ["watch"] = client => First(client.WatchAsync("kb")).Current.Id,
    };

    private static readonly Dictionary<string, Action<RunsClient>> Streams = new()
    {
        ["stream"] = client => DisposeEnumerator(client.StreamAsync("kb")),
        ["wait for each"] = client => DisposeEnumerator(client.WaitForEachAsync("kb", ["a"])),
        ["watch"] = client => DisposeEnumerator(client.WatchAsync("kb")),
    };

    private static IEnumerable<string> CallNames => Calls.Keys;

    private static IEnumerable<string> StreamNames => Streams.Keys;

    [TestCaseSource(nameof(CallNames))]
    public async Task Call_ThreadIsBlocked_ReturnsWithoutThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs));
        using var client = TestClients.For(server);
        var context = new SingleThreadContext();

        var id = await context.RunAsync(() => Calls[call](client));

        Assert.That(id, Is.EqualTo("a"));
        Assert.That(context.PostCount, Is.Zero);
    }

    [TestCaseSource(nameof(CallNames))]
    public async Task Call_FirstAttemptFails_RetriesWithoutThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503, "{}"), Reply.Json(Runs));
        using var client = TestClients.For(server, options =>
        {
            (options.MaxRetries, options.MaxRetryDelay) = (1, ShortDelay);
            (options.Polling.InitialInterval, options.Polling.MaxInterval) = (ShortDelay, ShortDelay);
        });
        var context = new SingleThreadContext();

        Assert.That(await context.RunAsync(() => Calls[call](client)), Is.EqualTo("a"));
        Assert.That(context.PostCount, Is.Zero);
    }

    [TestCaseSource(nameof(CallNames))]
    public async Task Call_KeyProviderCapturesTheContext_IsCalledOffThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs));
        using var client = TestClients.For(server, options => options.ApiKeyProvider = async _ =>
        {
            await Task.Yield();
            return TestClients.Key;
        });
        var context = new SingleThreadContext();

        Assert.That(await context.RunAsync(() => Calls[call](client)), Is.EqualTo("a"));
        Assert.That(context.PostCount, Is.Zero);
    }

    [TestCaseSource(nameof(CallNames))]
    public async Task Call_Fails_ThrowsWithoutThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Status(401, """{"detail":"no"}"""));
        using var client = TestClients.For(server);
        var context = new SingleThreadContext();

        var thrown = await Assert.CatchAsync<AggregateException>(() => context.RunAsync(() => Calls[call](client)));

        Assert.That(thrown!.InnerException, Is.TypeOf<ApiKeyRejectedException>());
        Assert.That(context.PostCount, Is.Zero);
    }

    [TestCaseSource(nameof(StreamNames))]
    public async Task DisposeAsync_EnumeratorThatHasNotStarted_ReturnsWithoutThatThread(string stream)
    {
        await using var server = ScriptedServer.Start();
        using var client = TestClients.For(server);
        var context = new SingleThreadContext();

        await context.RunAsync(() =>
        {
            Streams[stream](client);
            return true;
        });

        Assert.That(context.PostCount, Is.Zero);
        Assert.That(server.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task Dispose_DuringACall_EndsTheCallWithoutThatThread()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var client = TestClients.For(server);
        var context = new SingleThreadContext();

        var thrown = await Assert.CatchAsync<AggregateException>(() => context.RunAsync(() =>
        {
            var call = client.ListAsync("kb");
            Task.Run(() => server.RequestArrivedAsync(1)).Wait();
            client.Dispose();
            return call.Result;
        }));

        Assert.That(thrown!.InnerException, Is.TypeOf<ObjectDisposedException>());
        Assert.That(context.PostCount, Is.Zero);
    }

    private static T First<T>(IAsyncEnumerable<T> items)
    {
        var enumerator = items.GetAsyncEnumerator();
        _ = enumerator.MoveNextAsync().AsTask().Result;
        var first = enumerator.Current;
        enumerator.DisposeAsync().AsTask().Wait();
        return first;
    }

    private static List<T> ToList<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        var enumerator = items.GetAsyncEnumerator();
        while (enumerator.MoveNextAsync().AsTask().Result)
        {
            all.Add(enumerator.Current);
        }

        enumerator.DisposeAsync().AsTask().Wait();
        return all;
    }

    private static void DisposeEnumerator<T>(IAsyncEnumerable<T> items) => items.GetAsyncEnumerator().DisposeAsync().AsTask().Wait();
}
