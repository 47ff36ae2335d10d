using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>The handler that sends the requests does not forward the API key: not to a redirect target, not to a proxy.</summary>
public sealed class PrimaryHandlerTests
{
    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task ListAsync_Redirect_ThrowsWithTargetAndDoesNotFollow(int status)
    {
        await using var target = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Status(status, "", ("Location", $"{target.BaseAddress}there")));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain($"{target.BaseAddress}there"));
        Assert.That((int)thrown.StatusCode, Is.EqualTo(status));
        Assert.That(target.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task ListAsync_CustomHandlerThatFollowsRedirects_DoesNotFollow(
        [Values] bool injected, [Values] bool wrapped, [Values] bool clientHandler)
    {
        await using var target = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Status(302, "", ("Location", $"{target.BaseAddress}")));
        using HttpMessageHandler innermost = clientHandler ? new HttpClientHandler() : new SocketsHttpHandler();
        using HttpMessageHandler handler = wrapped ? PassThrough(innermost) : innermost;
        var services = new ServiceCollection();
        services.AddKnowledgeBaseClient(options => (options.ApiKey, options.BaseAddress) = (TestClients.Key, server.BaseAddress))
            .ConfigurePrimaryHttpMessageHandler(() => handler);
        await using var provider = services.BuildServiceProvider();
        using var constructed = new RunsClient(TestClients.Options(server.BaseAddress), handler);
        var client = injected ? provider.GetRequiredService<IRunsClient>() : constructed;

        await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb"));

        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
        Assert.That(target.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task Constructor_HandlerInUseThatFollowsRedirects_ThrowsInvalidOperationException()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var handler = new SocketsHttpHandler();
        using (var httpClient = new HttpClient(handler, disposeHandler: false))
        {
            await httpClient.GetAsync(server.BaseAddress);
        }

        Assert.That(
            () => new RunsClient(new KnowledgeBaseClientOptions { ApiKey = TestClients.Key }, handler),
            Throws.InvalidOperationException.With.Message.Contains("AllowAutoRedirect"));
    }

    [TestCase("http://localhost:5000", false)]
    [TestCase("http://127.0.0.1:5000", false)]
    [TestCase("https://localhost:5000", true)]
    [TestCase("https://service.example", true)]
    public void Constructor_LoopbackHttpAddress_DisablesSystemProxyButNotConfiguredProxy(string address, bool usesProxy)
    {
        using var handler = new SocketsHttpHandler();
        using var handlerWithProxy = new SocketsHttpHandler { Proxy = new WebProxy("http://localhost:1") };
        using var client = new RunsClient(TestClients.Options(new Uri(address)), handler);
        using var clientWithProxy = new RunsClient(TestClients.Options(new Uri(address)), handlerWithProxy);

        Assert.That(handler.UseProxy, Is.EqualTo(usesProxy));
        Assert.That(handlerWithProxy.UseProxy, Is.True);
    }

    private static InterceptingHandler PassThrough(HttpMessageHandler inner) =>
        new((request, next, cancellationToken) => next(request, cancellationToken)) { InnerHandler = inner };
}
