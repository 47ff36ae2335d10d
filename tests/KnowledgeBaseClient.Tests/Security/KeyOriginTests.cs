using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Security;

/// <summary>Handlers and settings of applications that change a request's address: only the configured address receives the key.</summary>
public sealed class KeyOriginTests
{
    private static readonly Uri Address = new("https://service.example/api/");

    [Test]
    public async Task ListAsync_OuterHandlerChangesTheOrigin_ThrowsAndSendsNothing(
        [Values(
            "https://other.example/api/v1",
            "http://service.example/api/v1",
            "https://service.example:8443/api/v1",
            "http://service.example:443/api/v1",
            "https://service.example.evil.example/",
            "https://service.example@evil.example/",
            "https://sub.service.example/")] string target,
        [Values] bool allClients)
    {
        using var primary = new PipeHandler();
        var keyLookups = 0;
        await using var application = HostApplication.With(
            Address,
            allClients,
            builder => builder.ConfigurePrimaryHttpMessageHandler(() => primary).AddHttpMessageHandler(() => RedirectTo(target)),
            options => options.ApiKeyProvider = _ =>
            {
                keyLookups++;
                return ValueTask.FromResult(TestClients.Key);
            });

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain(new Uri(target).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)));
        Assert.That(thrown.Message, Does.Contain("https://service.example.").And.Contain("KnowledgeBaseClientOptions.BaseAddress"));
        Assert.That(primary.Requests, Is.Zero);
        Assert.That(keyLookups, Is.Zero);
    }

    [Test]
    public async Task ListAsync_OuterHandlerSetsARelativeAddress_ThrowsAndSendsNothing()
    {
        using var primary = new PipeHandler();
        await using var application = new HostApplication(
            Address,
            thisClient: builder => builder
                .ConfigurePrimaryHttpMessageHandler(() => primary)
                .AddHttpMessageHandler(() => RedirectTo("v1", UriKind.Relative)));

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => application.Client.ListAsync("kb"));

        Assert.That(
            thrown!.Message,
            Is.EqualTo(
                "A handler or setting of the application changed the address of the request to an address that is not absolute. "
                + "Nothing was sent, because the API key may be sent only to https://service.example. To use another address, set "
                + "KnowledgeBaseClientOptions.BaseAddress."));
        Assert.That(primary.Requests, Is.Zero);
    }

    [TestCase("https://service.example/gateway/runs")]
    [TestCase("https://SERVICE.example:443/runs")]
    public async Task ListAsync_OuterHandlerChangesOnlyThePath_SendsTheKey(string target)
    {
        using var primary = new PipeHandler();
        await using var application = new HostApplication(
            Address,
            thisClient: builder => builder
                .ConfigurePrimaryHttpMessageHandler(() => primary)
                .AddHttpMessageHandler(() => RedirectTo(target)));

        var call = application.Client.ListAsync("kb");
        await primary.SendAsync(1, "[]");
        await primary.EndAsync(1);

        Assert.That(await call, Is.Empty);
        Assert.That(primary.Keys, Is.EqualTo((string[])[TestClients.Key]));
    }

    [Test]
    public async Task StreamAndWait_OuterHandlerChangesTheOrigin_ThrowAndSendNothing()
    {
        await using var other = ScriptedServer.Start();
        await using var server = ScriptedServer.Start();
        await using var application = new HostApplication(
            server.BaseAddress, thisClient: builder => builder.AddHttpMessageHandler(() => RedirectTo($"{other.BaseAddress}")));
        await using var stream = application.Client.StreamAsync("kb").GetAsyncEnumerator();

        await Assert.CatchAsync<InvalidOperationException>(() => stream.MoveNextAsync().AsTask());
        await Assert.CatchAsync<InvalidOperationException>(() => application.Client.WaitForCompletionAsync("kb", "a"));

        Assert.That(other.RequestTexts.Concat(server.RequestTexts), Is.Empty);
    }

    [Test]
    public async Task ListAsync_BaseAddressOfHttpClientIsSet_SendsToTheAddressOfTheOptions([Values] bool allClients)
    {
        await using var other = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = HostApplication.With(
            server.BaseAddress, allClients, builder => builder.ConfigureHttpClient(client => client.BaseAddress = other.BaseAddress));

        await application.Client.ListAsync("kb");

        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
        Assert.That(other.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task GetAsync_NamedHttpClientOfTheLibrary_DoesNotSendTheKeyToOtherServers()
    {
        await using var other = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = new HostApplication(Address);
        using var client = application.HttpClients.CreateClient("KnowledgeBaseClient");

        await Assert.CatchAsync<InvalidOperationException>(() => client.GetAsync(other.BaseAddress));

        Assert.That(other.RequestTexts, Is.Empty);
    }

    private static InterceptingHandler RedirectTo(string target, UriKind kind = UriKind.Absolute) =>
        new((request, next, cancellationToken) =>
        {
            request.RequestUri = new Uri(target, kind);
            return next(request, cancellationToken);
        });
}
