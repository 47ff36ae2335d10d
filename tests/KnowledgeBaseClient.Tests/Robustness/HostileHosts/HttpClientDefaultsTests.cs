using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Properties that an application sets on <see cref="HttpClient"/>, for all its HTTP clients or for this one only.</summary>
public sealed class HttpClientDefaultsTests
{
    [Test]
    public async Task ListAsync_HttpClientTimeoutIsSet_UsesTheTimeoutsOfTheOptions([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json(RunsJson.Running("a")));
        await using var application = Set(server, allClients, client => client.Timeout = TimeSpan.FromTicks(1));

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_MaxResponseContentBufferSizeIsSet_DoesNotLimitTheResponse([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json(RunsJson.Running("a")));
        await using var application = Set(server, allClients, client => client.MaxResponseContentBufferSize = 1);

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_DefaultRequestVersionIsSet_UsesHttp11([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = Set(server, allClients, client =>
            (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact));

        await application.Client.ListAsync("kb");

        Assert.That(server.RequestTexts.Single(), Does.StartWith("GET /v1/knowledge-bases/kb/runs HTTP/1.1\r\n"));
    }

    [Test]
    public async Task ListAsync_DefaultHeadersConflictWithTheClients_SendsTheClients([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = Set(server, allClients, client =>
        {
            client.DefaultRequestHeaders.Add("x-api-key", "another-key");
            client.DefaultRequestHeaders.Add("Accept", "application/xml");
            client.DefaultRequestHeaders.Add("User-Agent", "another/1.0");
        });

        await application.Client.ListAsync("kb");

        var lines = Lines(server);
        Assert.That(WithName("X-API-Key"), Is.EqualTo((string[])[$"X-API-Key: {TestClients.Key}"]));
        Assert.That(WithName("Accept"), Is.EqualTo((string[])["Accept: application/json"]));
        Assert.That(WithName("User-Agent").Single(), Does.StartWith("User-Agent: KnowledgeBaseClient/"));
        Assert.That(server.RequestTexts.Single(), Does.Not.Contain("another"));

        IEnumerable<string> WithName(string name) => lines.Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));
    }

    [Test]
    public async Task ListAsync_OtherDefaultHeadersAreSet_SendsThemToTheConfiguredServer([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = Set(server, allClients, client =>
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "application-token");
            client.DefaultRequestHeaders.Host = "virtual.example";
            client.DefaultRequestHeaders.Add("X-Correlation-Id", "42");
        });

        await application.Client.ListAsync("kb");

        string[] expected =
        [
            "Authorization: Bearer application-token",
            "Host: virtual.example",
            "X-Correlation-Id: 42",
            $"X-API-Key: {TestClients.Key}",
        ];
        Assert.That(Lines(server), Is.SupersetOf(expected));
    }

    [Test]
    public async Task ListAsync_OuterHandlerAddsOtherKeys_ReplacesThem([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = HostApplication.With(server.BaseAddress, allClients, builder => builder.AddHttpMessageHandler(
            () => new InterceptingHandler((request, next, cancellationToken) =>
            {
                request.Headers.Add("X-Api-Key", ["another-key", "yet-another-key"]);
                return next(request, cancellationToken);
            })));

        await application.Client.ListAsync("kb");

        Assert.That(Lines(server), Has.Member($"X-API-Key: {TestClients.Key}"));
        Assert.That(server.RequestTexts.Single(), Does.Not.Contain("another"));
    }

    private static string[] Lines(ScriptedServer server) => server.RequestTexts.Single().Split("\r\n");

    private static HostApplication Set(ScriptedServer server, bool allClients, Action<HttpClient> set) =>
        HostApplication.With(server.BaseAddress, allClients, builder => builder.ConfigureHttpClient(set));
}
