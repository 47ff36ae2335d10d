using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security.KeyLeaks;

/// <summary>No call reveals the API key, however it ends. Not parallel, because telemetry belongs to the whole process.</summary>
[NonParallelizable]
public sealed class KeyLeakTests
{
    private const string OneRun = """[{"id":"a","status":"completed","output":{"text":"done"}}]""";

    private static readonly string JsonKey = JsonSerializer.Serialize(SecretKey.Text);

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    // Every other call takes the code path of one of these.
    private static readonly string[] RepresentativeCalls =
    [
        nameof(IRunsClient.ListAsync),
        nameof(IRunsClient.StreamAsync),
        nameof(IRunsClient.WaitForAllAsync),
        nameof(IRunsClient.WatchAsync),
        nameof(IRunsClient.UploadAsync),
        nameof(IRunsClient.StreamEventsAsync),
    ];

    private readonly KeyLeakObserver _observer = new();
    private readonly TestClock _clock = new();
    private readonly CancellationTokenSource _caller = new();

    private static IEnumerable<string> AllCalls => ClientCalls.Names;

    private static IEnumerable<int> Echoes => KeyEchoes.Numbers;

    [TearDown]
    public void DisposeObserver()
    {
        _observer.Dispose();
        _caller.Dispose();
    }

    [Test]
    public async Task Call_ResponseContainsTheKey_DoesNotLeakIt([ValueSource(nameof(Echoes))] int echo, [Values] bool injected)
    {
        foreach (var call in RepresentativeCalls)
        {
            await using var server = ScriptedServer.Start(KeyEchoes.All[echo], KeyEchoes.All[echo]);
            var thrown = await RunAsync(server.BaseAddress, call, injected, byProvider: injected, options => options.MaxRetries = 1);

            Assert.That(thrown, Is.InstanceOf<KnowledgeBaseException>());
            Assert.That(server.RequestTexts, Is.Not.Empty.And.All.Contains($"X-API-Key: {SecretKey.Text}"));
        }

        Assert.That(_observer.Events, Is.Not.Empty);
        _observer.AssertKeyIsAbsent(isQuotedByDotNet: echo >= KeyEchoes.Responses.Count);
    }

    [Test]
    public async Task Call_Succeeds_DoesNotLeakTheKey(
        [ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool byProvider)
    {
        await using var server = ScriptedServer.Start(ClientCalls.ReplyTo(call, OneRun));

        Assert.That(await RunAsync(server.BaseAddress, call, injected, byProvider), Is.Null);

        Assert.That(server.RequestTexts.Single(), Does.Contain(SecretKey.Text));
        Assert.That(_observer.Activities, Has.Some.StartsWith("System.Net.Http.HttpRequestOut"));
        if (Environment.Version.Major > 8)
        {
            Assert.That(_observer.Activities, Has.Some.StartsWith("Experimental.System.Net.Http.Connections."));
        }

        Assert.That(_observer.Activities.Any(text => text.Contains("knowledge_base.operation", StringComparison.Ordinal)), Is.True);
        Assert.That(_observer.Metrics, Has.Some.StartsWith("knowledge_base.received"));
        Assert.That(_observer.Metrics, Has.Some.StartsWith("http.client.request.duration"));
        Assert.That(_observer.Metrics, Has.Some.StartsWith("http.client.open_connections"));
        Assert.That(_observer.Events, Has.Some.StartsWith("System.Net.Http/RequestStart"));
        Assert.That(_observer.Events, Has.Some.StartsWith("System.Net.Http/ResponseHeadersStop"));
        Assert.That(
            _observer.Logs.Texts.Any(text => text.Contains("User-Agent", StringComparison.Ordinal)),
            Is.EqualTo(injected),
            "HttpClientFactory logs the headers at level Trace.");
        _observer.AssertKeyIsAbsent();
    }

    [Test]
    public async Task Call_RunContainsTheKey_IsNotInTelemetry([ValueSource(nameof(AllCalls))] string call)
    {
        var runs = $$"""[{"id":"a","status":"completed"},{"id":{{JsonKey}},"status":{{JsonKey}}}]""";
        await using var server = ScriptedServer.Start(ClientCalls.ReplyTo(call, runs, $"[\"a\",{JsonKey}]", JsonKey));

        Assert.That(await RunAsync(server.BaseAddress, call, injected: false, byProvider: true), Is.Null);

        Assert.That(_observer.Logs.Texts, Is.Not.Empty);
        _observer.AssertKeyIsAbsent();
    }

    [Test]
    public async Task WatchAsync_KnowledgeBaseIsNamedLikeTheKey_IsNotInLogsAndMetrics()
    {
        await using var server = ScriptedServer.Start(Reply.Json($$"""[{"id":{{JsonKey}},"status":{{JsonKey}}}]"""));
        await using var client = Client(server.BaseAddress, injected: false, byProvider: false);

        await foreach (var change in client.Runs.WatchAsync(SecretKey.Text, new WatchOptions { OutageTimeout = TimeSpan.Zero }))
        {
            break;
        }

        // The activities of .NET quote the URL.
        await client.DisposeAsync();
        SecretKey.AssertAbsentFrom(string.Join('\n', _observer.Logs.Texts), KeyLeakObserver.LogPlace);
        SecretKey.AssertAbsentFrom(string.Join('\n', _observer.Metrics), KeyLeakObserver.MetricPlace);
    }

    [Test]
    public async Task Call_TimesOut_DoesNotLeakTheKey(
        [ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool inBody)
    {
        // A stream of events that is silent is opened again.
        inBody &= call != nameof(IRunsClient.StreamEventsAsync);
        var reply = inBody ? ClientCalls.StallInBodyOf(call, OneRun) : Reply.Stall();
        await using var server = ScriptedServer.Start(reply);

        var task = RunAsync(
            server.BaseAddress, call, injected, byProvider: false, options => options.AttemptTimeout = AttemptTimeout, _clock);
        await (inBody ? reply.HeadersSentAsync() : server.RequestArrivedAsync(1));
        _clock.Advance(await _clock.ArmedAsync(due => due == AttemptTimeout));

        // If this was the timeout before the headers, the timeout of the body follows.
        while (await Task.WhenAny(task, _clock.ArmedAsync(due => due == AttemptTimeout)) != task)
        {
            _clock.Advance(AttemptTimeout);
        }

        Assert.That(await task, Is.InstanceOf<KnowledgeBaseException>());
        _observer.AssertKeyIsAbsent();
    }

    [Test]
    public async Task Call_CanceledOrClientDisposed_DoesNotLeakTheKey(
        [ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool inBody, [Values] bool disposed)
    {
        var reply = inBody ? ClientCalls.StallInBodyOf(call, OneRun) : Reply.Stall();
        await using var server = ScriptedServer.Start(reply);
        await using var client = Client(server.BaseAddress, injected, byProvider: false);

        var task = _observer.RunAsync(() => ClientCalls.All[call](client.Runs, _caller.Token));
        await (inBody ? reply.HeadersSentAsync() : server.RequestArrivedAsync(1));
        await (disposed ? client.DisposeAsync().AsTask() : _caller.CancelAsync());

        Assert.That(await task, disposed ? Is.InstanceOf<ObjectDisposedException>() : Is.InstanceOf<OperationCanceledException>());
        if (disposed)
        {
            var thrown = await _observer.RunAsync(() => ClientCalls.All[call](client.Runs, _caller.Token));
            Assert.That(thrown, Is.InstanceOf<ObjectDisposedException>());
        }

        _observer.AssertKeyIsAbsent();
    }

    [Test]
    public async Task Call_NoConnection_DoesNotLeakTheKey(
        [ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool tls)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (tls)
        {
            listener.Listen();
        }

        var address = new Uri($"http{(tls ? "s" : "")}://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/");
        var task = RunAsync(address, call, injected, byProvider: true);
        if (tls)
        {
            using var connection = await listener.AcceptAsync();
            await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"), SocketFlags.None);
            connection.Shutdown(SocketShutdown.Send);
            await task;
        }

        var thrown = await task;
        var failure = ClientCalls.PollingNames.Contains(call) ? thrown!.InnerException : thrown;
        Assert.That(failure, Is.TypeOf<KnowledgeBaseConnectionException>());
        _observer.AssertKeyIsAbsent();
    }

    [Test]
    public async Task Call_KeyProviderFails_DoesNotLeakTheKey(
        [ValueSource(nameof(AllCalls))] string call, [Values] bool injected, [Values] bool throws)
    {
        await using var server = ScriptedServer.Start(Reply.Json(OneRun));
        var keyLookups = 0;
        var options = Options(server.BaseAddress, byProvider: false);
        options.ApiKeyProvider = _ => Interlocked.Increment(ref keyLookups) == 1 ? ValueTask.FromResult(SecretKey.Text)
            : throws ? throw new InvalidOperationException($"The key {SecretKey.Text} has expired.")
            : ValueTask.FromResult($"{SecretKey.Text}\n");
        await using var client = new ClientUnderTest(injected, options, null, _observer.Logs, _observer.Logs);

        await client.Runs.ListAsync("kb");
        Assert.That(await _observer.RunAsync(() => ClientCalls.All[call](client.Runs, _caller.Token)), Is.Not.Null);

        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
        _observer.AssertKeyIsAbsent();
    }

    private async Task<Exception?> RunAsync(
        Uri address,
        string call,
        bool injected,
        bool byProvider,
        Action<KnowledgeBaseClientOptions>? configure = null,
        TimeProvider? time = null)
    {
        await using var client = Client(address, injected, byProvider, configure, time);
        return await _observer.RunAsync(() => ClientCalls.All[call](client.Runs, _caller.Token));
    }

    private ClientUnderTest Client(
        Uri address, bool injected, bool byProvider, Action<KnowledgeBaseClientOptions>? configure = null, TimeProvider? time = null) =>
        new(injected, Options(address, byProvider, configure), time, _observer.Logs, _observer.Logs);

    // A short delay instead of the default of half a second.
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
