using System.Net;
using System.Text.Json;
using KnowledgeBaseClient.Tests.Servers;
using KnowledgeBaseClient.Tests.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>The key reaches the service and nothing else: neither logs nor exceptions nor another host.</summary>
public sealed class KeySafetyTests
{
    // With characters that JSON, URLs and HTML write differently.
    private const string Key = "sk-Se<r>et&\"k+e/y'";

    private static readonly string EchoingJson = JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["detail"] = new[] { new { loc = (string[])["header", Key], msg = $"bad key {Key}", type = Key } },
    });

    private static readonly Reply[] Hostile =
    [
        Reply.Status(401, EchoingJson, ("X-Request-Id", Key)),
        Reply.Status(403, $"<p>{WebUtility.HtmlEncode(Key)}</p>{Key}", ("Content-Type", "text/html"), ("X-Echo", Key)),
        Reply.Status(404, $"{{\"detail\":\"{Uri.EscapeDataString(Key)} {JsonEncodedText.Encode(Key)}\"}}"),
        Reply.Status(422, EchoingJson),
        Reply.Status(429, EchoingJson, ("Retry-After", "86400")),
        Reply.Status(503, EchoingJson, ("Retry-After", "86400")),
        Reply.Status(500, new string('x', 8192 - 5) + Key),
        Reply.Status(500, new string('x', (64 * 1024) - 5) + Key),
        Reply.Status(302, "", ("Location", $"https://evil.example/{Uri.EscapeDataString(Key)}?{Key}")),
        Reply.Status(307, "", ("Location", $"https://{"user"}:{Uri.EscapeDataString(Key)}@evil.example/")),
        Reply.Status(200, $"null{Key}"),
        Reply.Status(200, Key),
        Reply.Status(200, $"[{{\"id\":nul{Key}}}]"),
        Reply.Status(200, $"[{{\"id\":1,\"status\":\"{JsonEncodedText.Encode(Key)}\"}}]"),
        Reply.Status(200, "[]]", ("Content-Type", $"text/{Key}"), ("Content-Encoding", Key)),
        Reply.Raw($"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{Key} : x\r\n\r\n[]").ThenClose(),
        Reply.Raw($"HTTP/{Key} 200 OK\r\n\r\n").ThenClose(),
        Reply.Raw($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Key}").ThenClose(),
        Reply.Raw($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[{{\"id\":\"{JsonEncodedText.Encode(Key)}").ThenClose(),
        Reply.Raw($"HTTP/1.1 500 {Key}\r\nContent-Length: 0\r\n\r\n"),
        Reply.Reset(),
    ];

    private static IEnumerable<int> HostileReplies => Enumerable.Range(0, Hostile.Length);

    [TestCaseSource(nameof(HostileReplies))]
    public async Task ListAsync_ServerSendsTheKeyBack_AppearsInNoExceptionAndNoLog(int reply)
    {
        using var logs = new CapturedLogs();
        await using var server = ScriptedServer.Start(Hostile[reply]);
        await using var services = Services(server, logs, options => options.MaxRetries = 0);
        var client = services.GetRequiredService<IRunsClient>();

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => client.ListAsync("kb"));

        AssertNoKeyIn(thrown!.ToString(), "the exception");
        AssertNoKeyIn(ObjectText.Of(thrown), "the exception's properties");
        AssertNoKeyIn(string.Join("\n", logs.Texts), "the logs");
        Assert.That(logs.Texts, Is.Not.Empty);
        Assert.That(server.RequestHeads[0], Does.Contain($"X-API-Key: {Key}"));
    }

    [Test]
    public async Task ListAsync_EverythingLogged_NeverLogsTheKey()
    {
        var clock = new TestClock();
        using var logs = new CapturedLogs();
        await using var server = ScriptedServer.Start(Reply.Status(503, EchoingJson), Reply.Json(TestClients.Runs("a")));
        await using var services = Services(server, logs, configureServices: services => services.AddSingleton<TimeProvider>(clock));

        var call = services.GetRequiredService<IRunsClient>().ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due < TimeSpan.FromSeconds(10)));
        await call;

        Assert.That(logs.Texts, Has.Some.Contains("Attempt 1 failed"));
        Assert.That(logs.Texts, Has.Some.Contains("Accept"), "the factory's own Trace logs of headers are among them");
        AssertNoKeyIn(string.Join("\n", logs.Texts), "the logs");
    }

    [Test]
    public async Task ListAsync_OuterHandlers_NeverSeeTheKey()
    {
        using var seen = new SeenRequests();
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var services = Services(server, null, add: builder => builder.AddHttpMessageHandler(() => seen));

        await services.GetRequiredService<IRunsClient>().ListAsync("kb");

        Assert.That(seen.Texts, Has.Count.EqualTo(2));
        AssertNoKeyIn(string.Join("\n", seen.Texts), "a handler around the client's");
        Assert.That(server.RequestHeads.Single(), Does.Contain(Key));
    }

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task ListAsync_Redirect_IsNotFollowedAndNamesTheTarget(int status)
    {
        await using var other = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Status(status, "", ("Location", $"{other.BaseAddress}there")));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain($"{other.BaseAddress}there"));
        Assert.That((int)thrown.StatusCode, Is.EqualTo(status));
        Assert.That(other.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task ListAsync_HandlerOfTheCallersThatWouldFollow_IsToldNotTo([Values] bool injected, [Values] bool wrapped, [Values] bool old)
    {
        await using var other = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Status(302, "", ("Location", $"{other.BaseAddress}")));
        using HttpMessageHandler innermost = old ? new HttpClientHandler() : new SocketsHttpHandler();
        using HttpMessageHandler handler = wrapped ? new PassOn { InnerHandler = innermost } : innermost;
        await using var services = Services(server, null, add: builder => builder.ConfigurePrimaryHttpMessageHandler(() => handler));
        using var made = new RunsClient(new KnowledgeBaseClientOptions { ApiKey = Key, BaseAddress = server.BaseAddress }, handler);
        var client = injected ? services.GetRequiredService<IRunsClient>() : made;

        await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
        Assert.That(other.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task Constructor_HandlerInUseThatFollowsRedirects_IsRefused()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var handler = new SocketsHttpHandler();
        using (var used = new HttpClient(handler, disposeHandler: false))
        {
            await used.GetAsync(server.BaseAddress);
        }

        Assert.That(
            () => new RunsClient(new KnowledgeBaseClientOptions { ApiKey = Key }, handler),
            Throws.InvalidOperationException.With.Message.Contains("AllowAutoRedirect"));
    }

    [TestCase("http://localhost:5000", false)]
    [TestCase("http://127.0.0.1:5000", false)]
    [TestCase("https://localhost:5000", true)]
    [TestCase("https://service.example", true)]
    public void Constructor_PlainHttpToThisMachine_LeavesOutTheProxyOfTheEnvironment(string address, bool usesProxy)
    {
        using var handler = new SocketsHttpHandler();
        using var chosen = new SocketsHttpHandler { Proxy = new WebProxy("http://localhost:1") };
        using var client = new RunsClient(TestClients.Options(new Uri(address)), handler);
        using var other = new RunsClient(TestClients.Options(new Uri(address)), chosen);

        Assert.That(handler.UseProxy, Is.EqualTo(usesProxy));
        Assert.That(chosen.UseProxy, Is.True);
    }

    [Test]
    public void ToString_OfClientAndOptions_DoesNotPrintTheKey()
    {
        var options = new KnowledgeBaseClientOptions { ApiKey = Key };
        using var client = new RunsClient(options);

        AssertNoKeyIn($"{options} {JsonSerializer.Serialize(options)}", "the options");
        AssertNoKeyIn(ObjectText.Of(client), "the client");
    }

    private static ServiceProvider Services(
        ScriptedServer server,
        CapturedLogs? logs,
        Action<KnowledgeBaseClientOptions>? configure = null,
        Action<IHttpClientBuilder>? add = null,
        Action<IServiceCollection>? configureServices = null)
    {
        var services = new ServiceCollection();
        if (logs is not null)
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        }

        configureServices?.Invoke(services);
        var builder = services.AddKnowledgeBaseClient(options =>
        {
            (options.ApiKey, options.BaseAddress) = (Key, server.BaseAddress);
            configure?.Invoke(options);
        });
        add?.Invoke(builder);
        return services.BuildServiceProvider();
    }

    private static void AssertNoKeyIn(string text, string place)
    {
        foreach (var form in (string[])[Key, JsonEncodedText.Encode(Key).ToString(), Uri.EscapeDataString(Key), WebUtility.HtmlEncode(Key), "Se<r>et", "sk-Se"])
        {
            Assert.That(text, Does.Not.Contain(form), place);
        }
    }

    private sealed class PassOn : DelegatingHandler;

    private sealed class SeenRequests : DelegatingHandler
    {
        public List<string> Texts { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Texts.Add(ObjectText.Of(request));
            var response = await base.SendAsync(request, cancellationToken);
            Texts.Add(ObjectText.Of(response));
            return response;
        }
    }
}
