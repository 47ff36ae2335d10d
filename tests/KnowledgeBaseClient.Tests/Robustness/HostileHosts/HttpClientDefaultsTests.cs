using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>What an application sets on <see cref="HttpClient"/>, for all its clients or for this one.</summary>
public sealed class HttpClientDefaultsTests
{
    [Test]
    public async Task ListAsync_TimeoutOfHttpClient_IsReplacedByTheOptions([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json(TestClients.Runs("a")));
        await using var application = Set(server, all, client => client.Timeout = TimeSpan.FromTicks(1));

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_MaxResponseContentBufferSize_DoesNotLimitTheAnswer([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json(TestClients.Runs("a")));
        await using var application = Set(server, all, client => client.MaxResponseContentBufferSize = 1);

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_DefaultRequestVersion_IsNotTheRequests([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = Set(server, all, client =>
            (client.DefaultRequestVersion, client.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact));

        await application.Client.ListAsync("kb");

        Assert.That(server.RequestHeads.Single(), Does.StartWith("GET /v1/knowledge-bases/kb/runs HTTP/1.1\r\n"));
    }

    [Test]
    public async Task ListAsync_HeadersMeantForAnotherService_DoNotReplaceTheClientsOwn([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = Set(server, all, client =>
        {
            client.DefaultRequestHeaders.Add("x-api-key", "key-of-another-service");
            client.DefaultRequestHeaders.Add("Accept", "application/xml");
            client.DefaultRequestHeaders.Add("User-Agent", "another/1.0");
        });

        await application.Client.ListAsync("kb");

        var lines = Lines(server);
        Assert.That(lines.Where(line => line.StartsWith("X-API-Key:", StringComparison.OrdinalIgnoreCase)), Is.EqualTo((string[])[$"X-API-Key: {TestClients.Key}"]));
        Assert.That(lines.Where(line => line.StartsWith("Accept:", StringComparison.Ordinal)), Is.EqualTo((string[])["Accept: application/json"]));
        Assert.That(lines.Single(line => line.StartsWith("User-Agent:", StringComparison.Ordinal)), Does.StartWith("User-Agent: KnowledgeBaseClient/"));
        Assert.That(server.RequestHeads.Single(), Does.Not.Contain("another"));
    }

    [Test]
    public async Task ListAsync_OtherHeaders_AreSentAsTheApplicationSaysAndToTheSameMachine([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = Set(server, all, client =>
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "of-the-application");
            client.DefaultRequestHeaders.Host = "virtual.example";
            client.DefaultRequestHeaders.Add("X-Correlation-Id", "42");
        });

        await application.Client.ListAsync("kb");

        string[] expected = ["Authorization: Bearer of-the-application", "Host: virtual.example", "X-Correlation-Id: 42", $"X-API-Key: {TestClients.Key}"];
        Assert.That(Lines(server), Is.SupersetOf(expected));
    }

    [Test]
    public async Task ListAsync_OuterHandlerAddsAKeyOfItsOwn_IsReplaced([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = Application.With(server.BaseAddress, all, builder => builder.AddHttpMessageHandler(
            () => new Between((request, next, cancellationToken) =>
            {
                request.Headers.Add("X-Api-Key", ["of-another-service", "and-another"]);
                return next(request, cancellationToken);
            })));

        await application.Client.ListAsync("kb");

        Assert.That(Lines(server), Has.Member($"X-API-Key: {TestClients.Key}"));
        Assert.That(server.RequestHeads.Single(), Does.Not.Contain("another"));
    }

    private static string[] Lines(ScriptedServer server) => server.RequestHeads.Single().Split("\r\n");

    private static Application Set(ScriptedServer server, bool all, Action<HttpClient> set) =>
        Application.With(server.BaseAddress, all, builder => builder.ConfigureHttpClient(set));
}
