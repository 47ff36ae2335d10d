using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Primary handlers that an application replaces: they see the key, they follow no redirect, and nothing outside of them sees it.</summary>
public sealed class ReplacedPrimaryHandlerTests
{
    private static readonly Dictionary<string, Func<HttpMessageHandler>> Primaries = new()
    {
        ["SocketsHttpHandler"] = () => new SocketsHttpHandler(),
        ["HttpClientHandler"] = () => new HttpClientHandler(),
        ["handlers around one"] = () => new Between(PassOn) { InnerHandler = new Between(PassOn) { InnerHandler = new HttpClientHandler() } },
    };

    private static readonly Dictionary<string, Func<Exception>> QuotingKey = new()
    {
        ["its own"] = () => new OddException($"cannot send X-API-Key: {TestClients.Key}"),
        ["its own, within another"] = () => new OddException("cannot send", new OddException($"X-API-Key: {TestClients.Key}")),
        ["network"] = () => new HttpRequestException($"cannot send X-API-Key: {TestClients.Key}"),
        ["stream"] = () => new IOException($"cannot send X-API-Key: {TestClients.Key}"),
        ["timeout"] = () => new TimeoutException($"cannot send X-API-Key: {TestClients.Key}"),
        ["cancellation"] = () => new OperationCanceledException($"cannot send X-API-Key: {TestClients.Key}"),
    };

    private static IEnumerable<string> Names => Primaries.Keys;

    private static IEnumerable<string> QuotingNames => QuotingKey.Keys;

    [Test]
    public async Task ListAsync_PrimaryReplaced_SendsTheKeyAndFollowsNoRedirect([ValueSource(nameof(Names))] string name, [Values] bool all)
    {
        await using var other = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Json("[]"), Reply.Status(302, "", ("Location", $"{other.BaseAddress}")));
        await using var application = Application.With(server.BaseAddress, all, builder => builder.ConfigurePrimaryHttpMessageHandler(Primaries[name]));

        await application.Client.ListAsync("kb");
        await Assert.CatchAsync<KnowledgeBaseApiException>(() => application.Client.ListAsync("kb"));

        Assert.That(server.RequestHeads, Has.Count.EqualTo(2).And.All.Contains($"X-API-Key: {TestClients.Key}"));
        Assert.That(other.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task ListAsync_SocketsHttpHandlerConfigured_SendsTheKeyAndFollowsNoRedirect([Values] bool all)
    {
        await using var other = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Status(302, "", ("Location", $"{other.BaseAddress}")));
        await using var application = Application.With(
            server.BaseAddress, all, builder => builder.UseSocketsHttpHandler((sockets, _) => sockets.AllowAutoRedirect = true));

        await Assert.CatchAsync<KnowledgeBaseApiException>(() => application.Client.ListAsync("kb"));

        Assert.That(server.RequestHeads.Single(), Does.Contain($"X-API-Key: {TestClients.Key}"));
        Assert.That(other.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task ListAsync_PrimaryOfAllClientsReplaced_TheOthersSendNoKey()
    {
        await using var other = ScriptedServer.Start(Reply.Json("{}"));
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = new Application(
            server.BaseAddress, all: builder => builder.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler()));
        await application.Client.ListAsync("kb");

        using var client = application.HttpClients.CreateClient("another");
        await client.GetAsync(other.BaseAddress);

        Assert.That(other.RequestHeads.Single(), Does.Not.Contain(TestClients.Key).And.Not.Contain("X-API-Key"));
    }

    [Test]
    public async Task ListAsync_HandlersInsideAndOutside_OnlyThoseInsideSeeTheKey([Values] bool all)
    {
        var (inside, outside) = (new List<string>(), new List<string>());
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = Application.With(server.BaseAddress, all, builder => builder
            .ConfigurePrimaryHttpMessageHandler(() => new Between(Looking(inside)) { InnerHandler = new SocketsHttpHandler() })
            .AddHttpMessageHandler(() => new Between(Looking(outside))));

        await application.Client.ListAsync("kb");

        Assert.That(inside, Has.Count.EqualTo(2).And.All.Contains(TestClients.Key));
        Assert.That(outside, Has.Count.EqualTo(2).And.All.Contains("/v1/knowledge-bases/kb/runs").And.None.Contains(TestClients.Key));
    }

    [Test]
    public async Task ListAsync_PrimaryReturnsNull_SaysSo([Values] bool injected)
    {
        using var primary = new Between((_, _, _) => Task.FromResult<HttpResponseMessage>(null!));

        var thrown = await FailureAsync<InvalidOperationException>(primary, injected);

        Assert.That(thrown.Message, Does.Contain("primary handler").And.Contain("no response"));
    }

    [Test]
    public async Task ListAsync_PrimarysExceptionQuotesTheRequest_HoldsNoKey([ValueSource(nameof(QuotingNames))] string name, [Values] bool injected)
    {
        using var primary = new Between((_, _, _) => throw QuotingKey[name]());

        var thrown = await FailureAsync<Exception>(primary, injected);

        Assert.That(ObjectText.Of(thrown), Does.Not.Contain(TestClients.Key).And.Contain("cannot send"));
        var isOdd = name.StartsWith("its own", StringComparison.Ordinal);
        Assert.That(thrown, isOdd ? Is.TypeOf<InvalidOperationException>() : Is.TypeOf<KnowledgeBaseConnectionException>());
    }

    private static async Task<T> FailureAsync<T>(HttpMessageHandler primary, bool injected)
        where T : Exception
    {
        var address = new Uri("https://service.example");
        using var made = new RunsClient(TestClients.Options(address, options => options.MaxRetries = 0), primary);
        await using var application = new Application(address, one: builder => builder.ConfigurePrimaryHttpMessageHandler(() => primary));
        return (await Assert.CatchAsync<T>(() => (injected ? application.Client : made).ListAsync("kb")))!;
    }

    private static Task<HttpResponseMessage> PassOn(HttpRequestMessage request, Between.Next next, CancellationToken cancellationToken) =>
        next(request, cancellationToken);

    private static Between.Act Looking(List<string> seen) => async (request, next, cancellationToken) =>
    {
        seen.Add($"{request}");
        var response = await next(request, cancellationToken);
        seen.Add($"{response.RequestMessage}");
        return response;
    };

    private sealed class OddException(string message, Exception? inner = null) : Exception(message, inner);
}
