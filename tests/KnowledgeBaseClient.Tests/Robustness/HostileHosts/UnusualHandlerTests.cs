using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Handlers of an application that repeat, replace, buffer or dispose requests and responses.</summary>
public sealed class UnusualHandlerTests
{
    private static readonly string Runs = RunsJson.Running("a");

    [Test]
    public async Task ListAsync_PrimaryHandlerDecompressesAndRemovesTheEncoding_ReturnsTheRuns()
    {
        using var primary = Decompressing(encoding: null);
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), primary);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_PrimaryHandlerDecompressesButKeepsTheEncoding_ThrowsInvalidResponseException()
    {
        using var primary = Decompressing(encoding: "gzip");
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), primary);

        await Assert.ThatAsync(
            () => client.ListAsync("kb"), Throws.TypeOf<InvalidResponseException>().With.Message.Contains("cannot be decompressed"));
    }

    [Test]
    public async Task ListAsync_HandlerBuffersTheBody_LimitsTheWholeBodyToAttemptTimeout()
    {
        var attemptTimeout = TimeSpan.FromSeconds(10);
        var clock = new TestClock();
        using var service = new PipeHandler();
        await using var application = new HostApplication(
            new Uri("http://localhost"),
            thisClient: builder => builder
                .ConfigurePrimaryHttpMessageHandler(() => service)
                .AddHttpMessageHandler(() => new InterceptingHandler(BufferBodyAsync)),
            configure: options => options.AttemptTimeout = attemptTimeout,
            time: clock);

        var call = application.Client.ListAsync("kb");
        await clock.ArmedTimesAsync(attemptTimeout, 1);
        clock.Advance(attemptTimeout / 2);
        await service.SendAsync(1, "[");
        clock.Advance(attemptTimeout / 2);

        await Assert.ThatAsync(() => call, Throws.TypeOf<KnowledgeBaseTimeoutException>());
    }

    [Test]
    public async Task ListAsync_HandlerRepeatsTheRequest_SendsTheKeyOnceInEachRequest([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Status(503), Reply.Json(Runs));
        await using var application = With(server, allClients, async (request, next, cancellationToken) =>
        {
            using var first = await next(request, cancellationToken);
            using var second = await next(request, cancellationToken);
            return await next(request, cancellationToken);
        });

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(3).And.All.EqualTo(server.RequestTexts[0]));
        Assert.That(server.RequestTexts[0].Split("X-API-Key: "), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_HandlerReturnsItsOwnResponse_UsesThatResponse([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start();
        await using var application = With(server, allClients, (_, _, _) => Task.FromResult(Response(Runs)));

        Assert.That((await application.Client.ListAsync("kb")).Single().Id, Is.EqualTo("a"));
        Assert.That(server.RequestTexts, Is.Empty);
    }

    [Test]
    public async Task ListAsync_HandlerReplacesTheResponse_UsesTheReplacement([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json("<html>"));
        await using var application = With(server, allClients, async (request, next, cancellationToken) =>
        {
            using var replaced = await next(request, cancellationToken);
            return Response(Runs);
        });

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAndStream_HandlerBuffersTheBody_ReturnTheRuns([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs), Reply.Json(Runs));
        await using var application = With(server, allClients, BufferBodyAsync);

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
        Assert.That(await application.Client.StreamAsync("kb").ToListAsync(), Has.Count.EqualTo(1));
    }

    [TestCase(HttpStatusCode.OK, typeof(InvalidResponseException))]
    [TestCase(HttpStatusCode.NotFound, typeof(KnowledgeBaseNotFoundException))]
    [TestCase(HttpStatusCode.ServiceUnavailable, typeof(KnowledgeBaseApiException))]
    public async Task ListAsync_HandlerReturnsAResponseWithoutContent_ThrowsTheExceptionOfItsStatus(HttpStatusCode status, Type expected)
    {
        await using var server = ScriptedServer.Start();
        await using var application = With(server, allClients: false, (_, _, _) => Task.FromResult(new HttpResponseMessage(status)));

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown, Is.TypeOf(expected));
    }

    [Test]
    public async Task ListAsync_HandlerReturnsNull_ThrowsInvalidOperationException([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start();
        await using var application = With(server, allClients, (_, _, _) => Task.FromResult<HttpResponseMessage>(null!));

        // Thrown by HttpClient, before the library receives the null.
        await Assert.CatchAsync<InvalidOperationException>(() => application.Client.ListAsync("kb"));
    }

    [Test]
    public async Task ListAsync_HandlerDisposesTheResponse_SaysThatAHandlerDidThat([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs));
        await using var application = With(server, allClients, DisposeResponseAsync);

        var thrown = await Assert.CatchAsync<InvalidOperationException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("A handler of the application returned a response that is disposed"));
        Assert.That(((ObjectDisposedException)thrown.InnerException!).ObjectName, Does.Contain("Content"));
    }

    [Test]
    public async Task ListAsync_HandlerDisposesAnErrorResponse_ThrowsTheExceptionOfItsStatus()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401, "{}"));
        await using var application = With(server, allClients: false, DisposeResponseAsync);

        await Assert.CatchAsync<ApiKeyRejectedException>(() => application.Client.ListAsync("kb"));
    }

    private static async Task<HttpResponseMessage> BufferBodyAsync(
        HttpRequestMessage request, InterceptingHandler.Next next, CancellationToken cancellationToken)
    {
        var response = await next(request, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return response;
    }

    private static async Task<HttpResponseMessage> DisposeResponseAsync(
        HttpRequestMessage request, InterceptingHandler.Next next, CancellationToken cancellationToken)
    {
        var response = await next(request, cancellationToken);
        response.Dispose();
        return response;
    }

    private static HttpResponseMessage Response(string json) => new(HttpStatusCode.OK) { Content = new StringContent(json) };

    private static HostApplication With(ScriptedServer server, bool allClients, InterceptingHandler.Interceptor intercept) =>
        HostApplication.With(
            server.BaseAddress, allClients, builder => builder.AddHttpMessageHandler(() => new InterceptingHandler(intercept)));

    private static StubHandler Decompressing(string? encoding) => new(_ =>
    {
        var content = new StringContent(Runs);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    });
}
