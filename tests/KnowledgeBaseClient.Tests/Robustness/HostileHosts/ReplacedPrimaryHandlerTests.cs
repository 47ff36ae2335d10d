using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Primary handlers that an application replaces: only they see the API key, and they must not follow redirects.</summary>
public sealed class ReplacedPrimaryHandlerTests
{
    private static readonly Dictionary<string, Func<HttpMessageHandler>> Primaries = new()
    {
        ["SocketsHttpHandler"] = () => new SocketsHttpHandler(),
        ["HttpClientHandler"] = () => new HttpClientHandler(),
        ["nested handlers"] = () => new InterceptingHandler(Forward)
        {
            InnerHandler = new InterceptingHandler(Forward) { InnerHandler = new HttpClientHandler() },
        },
    };

    private static readonly Dictionary<string, Func<Exception>> FailuresWithKey = new()
    {
        ["custom"] = () => new CustomException($"cannot send X-API-Key: {TestClients.Key}"),
        ["custom, as inner exception"] = () => new CustomException("cannot send", new CustomException($"X-API-Key: {TestClients.Key}")),
        ["network"] = () => new HttpRequestException($"cannot send X-API-Key: {TestClients.Key}"),
        ["custom, disposed"] = () => new ObjectDisposedException("body", $"cannot send X-API-Key: {TestClients.Key}"),
        ["stream"] = () => new IOException($"cannot send X-API-Key: {TestClients.Key}"),
        ["timeout"] = () => new TimeoutException($"cannot send X-API-Key: {TestClients.Key}"),
        ["cancellation"] = () => new OperationCanceledException($"cannot send X-API-Key: {TestClients.Key}"),
    };

    private static IEnumerable<string> PrimaryNames => Primaries.Keys;

    private static IEnumerable<string> FailureNames => FailuresWithKey.Keys;

    [Test]
    public async Task ListAsync_PrimaryHandlerReplaced_SendsTheKeyAndDoesNotFollowRedirects(
        [ValueSource(nameof(PrimaryNames))] string primary, [Values] bool allClients)
    {
        await using var other = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Json("[]"), Reply.Status(302, "", ("Location", $"{other.BaseAddress}")));
        await using var application = HostApplication.With(
            server.BaseAddress, allClients, builder => builder.ConfigurePrimaryHttpMessageHandler(Primaries[primary]));

        await application.Client.ListAsync("kb");
        await Assert.CatchAsync<KnowledgeBaseApiException>(() => application.Client.ListAsync("kb"));

        Assert.That(server.RequestTexts, Has.Count.EqualTo(2).And.All.Contains($"X-API-Key: {TestClients.Key}"));
        Assert.That(other.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task ListAsync_AutoRedirectEnabledOnSocketsHttpHandler_SendsTheKeyAndDoesNotFollowRedirects([Values] bool allClients)
    {
        await using var other = ScriptedServer.Start(Reply.Json("[]"));
        await using var server = ScriptedServer.Start(Reply.Status(302, "", ("Location", $"{other.BaseAddress}")));
        await using var application = HostApplication.With(
            server.BaseAddress, allClients, builder => builder.UseSocketsHttpHandler((sockets, _) => sockets.AllowAutoRedirect = true));

        await Assert.CatchAsync<KnowledgeBaseApiException>(() => application.Client.ListAsync("kb"));

        Assert.That(server.RequestTexts.Single(), Does.Contain($"X-API-Key: {TestClients.Key}"));
        Assert.That(other.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task GetAsync_OtherHttpClientOfTheApplication_SendsNoKey()
    {
        await using var other = ScriptedServer.Start(Reply.Json("{}"));
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = new HostApplication(
            server.BaseAddress, allClients: builder => builder.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler()));
        await application.Client.ListAsync("kb");

        using var client = application.HttpClients.CreateClient("another");
        await client.GetAsync(other.BaseAddress);

        Assert.That(other.RequestTexts.Single(), Does.Not.Contain(TestClients.Key).And.Not.Contain("X-API-Key"));
    }

    [Test]
    public async Task ListAsync_HandlersInsideAndOutsideOfThePrimary_OnlyThoseInsideSeeTheKey([Values] bool allClients)
    {
        var (inside, outside) = (new List<string>(), new List<string>());
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        await using var application = HostApplication.With(server.BaseAddress, allClients, builder => builder
            .ConfigurePrimaryHttpMessageHandler(
                () => new InterceptingHandler(Recording(inside)) { InnerHandler = new SocketsHttpHandler() })
            .AddHttpMessageHandler(() => new InterceptingHandler(Recording(outside))));

        await application.Client.ListAsync("kb");

        Assert.That(inside, Has.Count.EqualTo(2).And.All.Contains(TestClients.Key));
        Assert.That(outside, Has.Count.EqualTo(2).And.All.Contains("/v1/knowledge-bases/kb/runs").And.None.Contains(TestClients.Key));
    }

    [Test]
    public async Task ListAsync_PrimaryHandlerReturnsNull_ThrowsWithTheReason([Values] bool injected)
    {
        using var primary = new InterceptingHandler((_, _, _) => Task.FromResult<HttpResponseMessage>(null!));

        var thrown = await FailureAsync<InvalidOperationException>(primary, injected);

        Assert.That(thrown.Message, Does.Contain("primary handler").And.Contain("no response"));
    }

    [Test]
    public async Task ListAsync_ExceptionOfThePrimaryHandlerContainsTheKey_ThrowsWithoutTheKey(
        [ValueSource(nameof(FailureNames))] string failure, [Values] bool injected)
    {
        using var primary = new InterceptingHandler((_, _, _) => throw FailuresWithKey[failure]());

        var thrown = await FailureAsync<Exception>(primary, injected);

        Assert.That(ObjectText.Of(thrown), Does.Not.Contain(TestClients.Key).And.Contain("cannot send"));
        var isCustom = failure.StartsWith("custom", StringComparison.Ordinal);
        Assert.That(thrown, isCustom ? Is.TypeOf<InvalidOperationException>() : Is.TypeOf<KnowledgeBaseConnectionException>());
    }

    private static async Task<T> FailureAsync<T>(HttpMessageHandler primary, bool injected)
        where T : Exception
    {
        var address = new Uri("https://service.example");
        using var constructed = new RunsClient(TestClients.Options(address, options => options.MaxRetries = 0), primary);
        await using var application = new HostApplication(
            address, thisClient: builder => builder.ConfigurePrimaryHttpMessageHandler(() => primary));
        return (await Assert.CatchAsync<T>(() => (injected ? application.Client : constructed).ListAsync("kb")))!;
    }

    private static Task<HttpResponseMessage> Forward(
        HttpRequestMessage request, InterceptingHandler.Next next, CancellationToken cancellationToken) =>
        next(request, cancellationToken);

    private static InterceptingHandler.Interceptor Recording(List<string> requests) => async (request, next, cancellationToken) =>
    {
        requests.Add($"{request}");
        var response = await next(request, cancellationToken);
        requests.Add($"{response.RequestMessage}");
        return response;
    };

    private sealed class CustomException(string message, Exception? inner = null) : Exception(message, inner);
}
