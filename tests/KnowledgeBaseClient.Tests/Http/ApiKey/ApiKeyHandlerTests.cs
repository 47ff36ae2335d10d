using System.Net;
using KnowledgeBaseClient.Tests.Security.Leaks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.ApiKey;

/// <summary>The key reaches the service and nothing else: neither logs nor exceptions nor another host.</summary>
public sealed class ApiKeyHandlerTests
{
    private const string Key = SecretKey.Text;

    [Test]
    public async Task ListAsync_EverythingLogged_NeverLogsTheKey()
    {
        var clock = new TestClock();
        using var logs = new CapturedLogs();
        await using var server = ScriptedServer.Start(Reply.Status(503, Key), Reply.Json(TestClients.Runs("a")));
        await using var services = Services(server, logs, configureServices: services => services.AddSingleton<TimeProvider>(clock));

        var call = services.GetRequiredService<IRunsClient>().ListAsync("kb");
        clock.Advance(await clock.ArmedAsync(due => due < TimeSpan.FromSeconds(10)));
        await call;

        Assert.That(logs.Texts, Has.Some.Contains("Attempt 1 failed"));
        Assert.That(logs.Texts, Has.Some.Contains("Accept"), "the factory's own Trace logs of headers are among them");
        SecretKey.AssertAbsentFrom(string.Join("\n", logs.Texts), "the logs");
    }

    [Test]
    public async Task ListAsync_OuterHandlers_NeverSeeTheKey()
    {
        using var seen = new SeenRequests();
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var services = Services(server, null, add: builder => builder.AddHttpMessageHandler(() => seen));

        await services.GetRequiredService<IRunsClient>().ListAsync("kb");

        Assert.That(seen.Texts, Has.Count.EqualTo(2));
        SecretKey.AssertAbsentFrom(string.Join("\n", seen.Texts), "a handler around the client's");
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
