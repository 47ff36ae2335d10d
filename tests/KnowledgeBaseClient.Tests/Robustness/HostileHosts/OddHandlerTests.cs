using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>Handlers around the client that do odd things to requests and responses.</summary>
public sealed class OddHandlerTests
{
    private static readonly string Runs = TestClients.Runs("a");

    [Test]
    public async Task ListAsync_PrimaryHandlerUnpacksAndTakesTheEncodingAway_IsRead()
    {
        using var primary = Unpacking(leaves: null);
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), primary);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_PrimaryHandlerUnpacksButLeavesTheEncoding_IsUnpackedOnceMore()
    {
        using var primary = Unpacking(leaves: "gzip");
        using var client = new RunsClient(TestClients.Options(new Uri("http://localhost")), primary);

        await Assert.ThatAsync(() => client.ListAsync("kb"), Throws.TypeOf<InvalidResponseException>().With.Message.Contains("cannot be decompressed"));
    }

    [Test]
    public async Task ListAsync_HandlerBuffersTheBody_HasTheWholeOfItComeWithinAttemptTimeout()
    {
        var attempt = TimeSpan.FromSeconds(10);
        var clock = new TestClock();
        using var service = new PipeHandler();
        await using var application = new Application(
            new Uri("http://localhost"),
            one: builder => builder.ConfigurePrimaryHttpMessageHandler(() => service).AddHttpMessageHandler(() => new Between(async (request, next, cancellationToken) =>
            {
                var response = await next(request, cancellationToken);
                await response.Content.ReadAsByteArrayAsync(cancellationToken);
                return response;
            })),
            configure: options => options.AttemptTimeout = attempt,
            time: clock);

        var call = application.Client.ListAsync("kb");
        await clock.ArmedTimesAsync(attempt, 1);
        clock.Advance(attempt / 2);
        await service.SendAsync(1, "[");
        clock.Advance(attempt / 2);

        await Assert.ThatAsync(() => call, Throws.TypeOf<KnowledgeBaseTimeoutException>());
    }

    [Test]
    public async Task ListAsync_HandlerRepeatsTheRequest_EachRepetitionHasTheKeyOnce([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Status(503), Reply.Json(Runs));
        await using var application = With(server, all, async (request, next, cancellationToken) =>
        {
            using var first = await next(request, cancellationToken);
            using var second = await next(request, cancellationToken);
            return await next(request, cancellationToken);
        });

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(3).And.All.EqualTo(server.RequestHeads[0]));
        Assert.That(server.RequestHeads[0].Split("X-API-Key: "), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task ListAsync_HandlerAnswersByItself_ReadsThatAnswer([Values] bool all)
    {
        await using var server = ScriptedServer.Start();
        await using var application = With(server, all, (_, _, _) => Task.FromResult(Response(Runs)));

        Assert.That((await application.Client.ListAsync("kb")).Single().Id, Is.EqualTo("a"));
        Assert.That(server.RequestHeads, Is.Empty);
    }

    [Test]
    public async Task ListAsync_HandlerReplacesTheResponse_ReadsTheReplacement([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json("<html>"));
        await using var application = With(server, all, async (request, next, cancellationToken) =>
        {
            using var replaced = await next(request, cancellationToken);
            return Response(Runs);
        });

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_HandlerBuffersTheBody_ReadsIt([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs), Reply.Json(Runs));
        await using var application = With(server, all, async (request, next, cancellationToken) =>
        {
            var response = await next(request, cancellationToken);
            _ = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response;
        });

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
        Assert.That(await application.Client.StreamAsync("kb").ToListAsync(), Has.Count.EqualTo(1));
    }

    [TestCase(HttpStatusCode.OK, typeof(InvalidResponseException))]
    [TestCase(HttpStatusCode.NotFound, typeof(KnowledgeBaseNotFoundException))]
    [TestCase(HttpStatusCode.ServiceUnavailable, typeof(KnowledgeBaseApiException))]
    public async Task ListAsync_HandlerAnswersWithoutContent_ThrowsWhatThatAnswerMeans(HttpStatusCode status, Type expected)
    {
        await using var server = ScriptedServer.Start();
        await using var application = With(server, all: false, (_, _, _) => Task.FromResult(new HttpResponseMessage(status)));

        var thrown = await Assert.CatchAsync<KnowledgeBaseException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown, Is.TypeOf(expected));
    }

    [Test]
    public async Task ListAsync_HandlerReturnsNull_IsTheApplicationsMistakeNotTheServices([Values] bool all)
    {
        await using var server = ScriptedServer.Start();
        await using var application = With(server, all, (_, _, _) => Task.FromResult<HttpResponseMessage>(null!));

        // The factory's own handlers, which log, are the first to stumble over it.
        await Assert.CatchAsync<NullReferenceException>(() => application.Client.ListAsync("kb"));
    }

    [Test]
    public async Task ListAsync_HandlerDisposesTheResponse_ThrowsThat([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs));
        await using var application = With(server, all, async (request, next, cancellationToken) =>
        {
            var response = await next(request, cancellationToken);
            response.Dispose();
            return response;
        });

        var thrown = await Assert.CatchAsync<ObjectDisposedException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.ObjectName, Does.Contain("Content"));
    }

    [Test]
    public async Task ListAsync_HandlerDisposesAnErrorResponse_IsStillThatError()
    {
        await using var server = ScriptedServer.Start(Reply.Status(401, "{}"));
        await using var application = With(server, all: false, async (request, next, cancellationToken) =>
        {
            var response = await next(request, cancellationToken);
            response.Dispose();
            return response;
        });

        await Assert.CatchAsync<ApiKeyRejectedException>(() => application.Client.ListAsync("kb"));
    }

    private static HttpResponseMessage Response(string json) => new(HttpStatusCode.OK) { Content = new StringContent(json) };

    private static Application With(ScriptedServer server, bool all, Between.Act act) =>
        Application.With(server.BaseAddress, all, builder => builder.AddHttpMessageHandler(() => new Between(act)));

    private static StubHandler Unpacking(string? leaves) => new(_ =>
    {
        var content = new StringContent(Runs);
        if (leaves is not null)
        {
            content.Headers.ContentEncoding.Add(leaves);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    });
}
