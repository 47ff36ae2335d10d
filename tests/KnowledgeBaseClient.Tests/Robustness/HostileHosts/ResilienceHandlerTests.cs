using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using NUnit.Framework;
using Polly;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>The standard resilience handler of Microsoft.Extensions.Http.Resilience, as many applications put it around all their HTTP clients.</summary>
/// <remarks>By real pauses of a millisecond: the handler takes no clock from the application.</remarks>
public sealed class ResilienceHandlerTests
{
    [Test]
    public async Task ListAsync_AnswerThatMayPass_IsTriedAgainByTheHandlerWithTheKey([Values] bool all)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Status(503), Reply.Json(TestClients.Runs("a")));
        await using var application = With(server, all, _ => { });

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(3));
        Assert.That(server.RequestHeads, Has.All.Contain($"X-API-Key: {TestClients.Key}"));
    }

    [Test]
    public async Task ListAsync_AnswerThatDoesNotPass_TakesTheHandlersAttemptsTimesTheClients()
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(503), 6)]);
        await using var application = With(server, all: false, _ => { }, options => (options.MaxRetries, options.MaxRetryDelay) = (1, TimeSpan.FromMilliseconds(1)));

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(thrown.Attempts, Is.EqualTo(2));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task ListAsync_HandlersTimeoutRunsOut_IsALostConnectionWithoutPollysTypes()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        await using var application = With(server, all: false, handler =>
        {
            handler.AttemptTimeout.Timeout = TimeSpan.FromMilliseconds(20);
            handler.TotalRequestTimeout.Timeout = TimeSpan.FromMilliseconds(20);
        });

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.IsTransient, Is.True);
        Assert.That(thrown.InnerException?.GetType().FullName, Is.Null.Or.Not.StartWith("Polly"));
        Assert.That($"{thrown}", Does.Not.Contain(TestClients.Key));
    }

    [Test]
    public async Task ListAsync_HandlersCircuitIsOpen_IsALostConnection()
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(503), 6)]);
        await using var application = With(server, all: false, handler =>
            (handler.CircuitBreaker.MinimumThroughput, handler.CircuitBreaker.FailureRatio) = (2, 0.01));

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("circuit"));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task StreamAsync_WithTheHandler_IsReadToItsEnd()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TestClients.Runs("a", "b", "c")));
        await using var application = With(server, all: true, _ => { });

        Assert.That(await application.Client.StreamAsync("kb").ToListAsync(), Has.Count.EqualTo(3));
    }

    private static Application With(
        ScriptedServer server, bool all, Action<HttpStandardResilienceOptions> set, Action<KnowledgeBaseClientOptions>? configure = null) =>
        Application.With(
            server.BaseAddress,
            all,
            builder => builder.AddStandardResilienceHandler(handler =>
            {
                (handler.Retry.MaxRetryAttempts, handler.Retry.Delay, handler.Retry.BackoffType) = (2, TimeSpan.FromMilliseconds(1), DelayBackoffType.Constant);
                set(handler);
            }),
            configure);
}
