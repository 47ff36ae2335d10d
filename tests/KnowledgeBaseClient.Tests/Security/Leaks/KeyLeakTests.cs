using System.Net;
using System.Net.Sockets;
using System.Text;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.Leaks;

/// <summary>However a call goes, nobody who looks on sees the key. Not parallel, because telemetry belongs to the whole process.</summary>
[NonParallelizable]
public sealed class KeyLeakTests
{
    private const string OneRun = """[{"id":"a","status":"completed","output":{"text":"done"}}]""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // The other calls go the way of one of these.
    private static readonly string[] DifferentWays =
        [nameof(IRunsClient.ListAsync), nameof(IRunsClient.StreamAsync), nameof(IRunsClient.WaitForAllAsync), nameof(IRunsClient.WatchAsync)];

    private readonly Onlookers _onlookers = new();
    private readonly TestClock _clock = new();
    private readonly CancellationTokenSource _caller = new();

    private static IEnumerable<string> AllCalls => Calls.Names;

    private static IEnumerable<int> Echoes => KeyEchoes.Numbers;

    [TearDown]
    public void LookAway()
    {
        _onlookers.Dispose();
        _caller.Dispose();
    }

    [Test]
    public async Task Call_ServerSendsTheKeyBack_NobodySeesIt([ValueSource(nameof(Echoes))] int echo, [Values] bool injected)
    {
        foreach (var call in DifferentWays)
        {
            await using var server = ScriptedServer.Start(KeyEchoes.All[echo], KeyEchoes.All[echo]);
            var ending = await EndAsync(server.BaseAddress, call, injected, byProvider: injected, options => options.MaxRetries = 1);

            Assert.That(ending, Is.InstanceOf<KnowledgeBaseException>());
            Assert.That(server.RequestHeads, Is.Not.Empty.And.All.Contains($"X-API-Key: {SecretKey.Text}"));
        }

        Assert.That(_onlookers.Events, Is.Not.Empty);
        _onlookers.AssertNoneSawTheKey(quotedByDotNet: echo >= KeyEchoes.Answers.Count);
    }

    [Test]
    public async Task Call_Succeeds_NobodySeesTheKey([ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool byProvider)
    {
        await using var server = ScriptedServer.Start(Reply.Json(OneRun));

        Assert.That(await EndAsync(server.BaseAddress, call, injected, byProvider), Is.Null);

        Assert.That(server.RequestHeads.Single(), Does.Contain(SecretKey.Text));
        Assert.That(_onlookers.Activities, Has.Some.StartsWith("System.Net.Http.HttpRequestOut").And.Some.StartsWith("Experimental.System.Net.Http.Connections."));
        Assert.That(_onlookers.Metrics, Has.Some.StartsWith("http.client.request.duration").And.Some.StartsWith("http.client.open_connections"));
        Assert.That(_onlookers.Events, Has.Some.StartsWith("System.Net.Http/RequestStart").And.Some.StartsWith("System.Net.Http/ResponseHeadersStop"));
        Assert.That(_onlookers.Logs.Texts.Any(text => text.Contains("User-Agent", StringComparison.Ordinal)), Is.EqualTo(injected), "the factory's Trace logs");
        _onlookers.AssertNoneSawTheKey();
    }

    [Test]
    public async Task Call_TakesTooLong_NobodySeesTheKey([ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool inBody)
    {
        var reply = inBody ? Reply.StallInBody(OneRun, OneRun.Length - 5) : Reply.Stall();
        await using var server = ScriptedServer.Start(reply);

        var ending = EndAsync(server.BaseAddress, call, injected, byProvider: false, options => options.AttemptTimeout = Limit, _clock);
        await (inBody ? reply.HeadersSentAsync() : server.RequestArrivedAsync(1));
        _clock.Advance(await _clock.ArmedAsync(due => due == Limit));

        // The headers' timer may have been the one: then the body's follows.
        while (await Task.WhenAny(ending, _clock.ArmedAsync(due => due == Limit)) != ending)
        {
            _clock.Advance(Limit);
        }

        Assert.That(await ending, Is.InstanceOf<KnowledgeBaseException>());
        _onlookers.AssertNoneSawTheKey();
    }

    [Test]
    public async Task Call_CancelledOrDisposed_NobodySeesTheKey(
        [ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool inBody, [Values] bool disposed)
    {
        var reply = inBody ? Reply.StallInBody(OneRun, OneRun.Length - 5) : Reply.Stall();
        await using var server = ScriptedServer.Start(reply);
        await using var client = Client(server.BaseAddress, injected, byProvider: false);

        var ending = _onlookers.EndAsync(() => Calls.All[call](client.Runs, _caller.Token));
        await (inBody ? reply.HeadersSentAsync() : server.RequestArrivedAsync(1));
        await (disposed ? client.DisposeAsync().AsTask() : _caller.CancelAsync());

        Assert.That(await ending, disposed ? Is.InstanceOf<ObjectDisposedException>() : Is.InstanceOf<OperationCanceledException>());
        if (disposed)
        {
            Assert.That(await _onlookers.EndAsync(() => Calls.All[call](client.Runs, _caller.Token)), Is.InstanceOf<ObjectDisposedException>());
        }

        _onlookers.AssertNoneSawTheKey();
    }

    [Test]
    public async Task Call_NoConnection_NobodySeesTheKey([ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool tls)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (tls)
        {
            listener.Listen();
        }

        var address = new Uri($"http{(tls ? "s" : "")}://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/");
        var ending = EndAsync(address, call, injected, byProvider: true);
        if (tls)
        {
            using var connection = await listener.AcceptAsync();
            await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"), SocketFlags.None);
            connection.Shutdown(SocketShutdown.Send);
            await ending;
        }

        var thrown = await ending;
        Assert.That(Calls.Waits.Contains(call) ? thrown!.InnerException : thrown, Is.TypeOf<KnowledgeBaseConnectionException>());
        _onlookers.AssertNoneSawTheKey();
    }

    [Test]
    public async Task Call_ProviderFails_NobodySeesTheKey([ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool throws)
    {
        await using var server = ScriptedServer.Start(Reply.Json(OneRun));
        var asked = 0;
        var options = Options(server.BaseAddress, byProvider: false);
        options.ApiKeyProvider = _ => Interlocked.Increment(ref asked) == 1 ? ValueTask.FromResult(SecretKey.Text)
            : throws ? throw new InvalidOperationException($"The key {SecretKey.Text} has expired.")
            : ValueTask.FromResult($"{SecretKey.Text}\n");
        await using var client = new MadeClient(injected, options, null, _onlookers.Logs, _onlookers.Logs);

        await client.Runs.ListAsync("kb");
        Assert.That(await _onlookers.EndAsync(() => Calls.All[call](client.Runs, _caller.Token)), Is.Not.Null);

        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
        _onlookers.AssertNoneSawTheKey();
    }

    private async Task<Exception?> EndAsync(
        Uri address, string call, bool injected, bool byProvider, Action<KnowledgeBaseClientOptions>? configure = null, TimeProvider? time = null)
    {
        await using var client = Client(address, injected, byProvider, configure, time);
        return await _onlookers.EndAsync(() => Calls.All[call](client.Runs, _caller.Token));
    }

    private MadeClient Client(
        Uri address, bool injected, bool byProvider, Action<KnowledgeBaseClientOptions>? configure = null, TimeProvider? time = null) =>
        new(injected, Options(address, byProvider, configure), time, _onlookers.Logs, _onlookers.Logs);

    // No test has time for a pause of half a second.
    private static KnowledgeBaseClientOptions Options(Uri address, bool byProvider, Action<KnowledgeBaseClientOptions>? configure = null)
    {
        var options = TestClients.Options(address);
        (options.MaxRetries, options.MaxRetryDelay) = (0, TimeSpan.FromMilliseconds(1));
        options.ApiKey = byProvider ? null : SecretKey.Text;
        options.ApiKeyProvider = byProvider ? _ => ValueTask.FromResult(SecretKey.Text) : null;
        configure?.Invoke(options);
        return options;
    }
}
