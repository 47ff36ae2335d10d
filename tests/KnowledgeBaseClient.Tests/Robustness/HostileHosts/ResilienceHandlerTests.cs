using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using NUnit.Framework;
using Polly;

namespace KnowledgeBaseClient.Tests.Robustness.HostileHosts;

/// <summary>The standard handler of Microsoft.Extensions.Http.Resilience, which many applications add to all their HTTP clients.</summary>
/// <remarks>With real delays of a millisecond, because the handler does not take a clock from the application.</remarks>
public sealed class ResilienceHandlerTests
{
    private static readonly TimeSpan ShortDelay = TimeSpan.FromMilliseconds(1);

    [Test]
    public async Task ListAsync_TransientError_IsRetriedByTheHandlerWithTheKey([Values] bool allClients)
    {
        await using var server = ScriptedServer.Start(Reply.Status(503), Reply.Status(503), Reply.Json(RunsJson.Running("a")));
        await using var application = With(server, allClients, _ => { });

        Assert.That(await application.Client.ListAsync("kb"), Has.Count.EqualTo(1));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(3));
        Assert.That(server.RequestTexts, Has.All.Contain($"X-API-Key: {TestClients.Key}"));
    }

    [Test]
    public async Task ListAsync_LastingError_MultipliesTheAttemptsOfHandlerAndClient()
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(503), 6)]);
        await using var application = With(
            server, allClients: false, _ => { }, options => (options.MaxRetries, options.MaxRetryDelay) = (1, ShortDelay));

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(thrown.Attempts, Is.EqualTo(2));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task ListAsync_TimeoutOfTheHandler_ThrowsConnectionExceptionWithoutPollyTypes()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        await using var application = With(server, allClients: false, handler =>
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
    public async Task ListAsync_OpenCircuit_ThrowsConnectionException()
    {
        await using var server = ScriptedServer.Start([.. Enumerable.Repeat(Reply.Status(503), 6)]);
        await using var application = With(server, allClients: false, handler =>
            (handler.CircuitBreaker.MinimumThroughput, handler.CircuitBreaker.FailureRatio) = (2, 0.01));

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => application.Client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("circuit"));
        Assert.That(server.RequestTexts, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task StreamAsync_WithTheHandler_ReturnsAllRuns()
    {
        await using var server = ScriptedServer.Start(Reply.Json(RunsJson.Running("a", "b", "c")));
        await using var application = With(server, allClients: true, _ => { });

        Assert.That(await application.Client.StreamAsync("kb").ToListAsync(), Has.Count.EqualTo(3));
    }

    private static HostApplication With(
        ScriptedServer server,
        bool allClients,
        Action<HttpStandardResilienceOptions> set,
        Action<KnowledgeBaseClientOptions>? configure = null) =>
        HostApplication.With(
            server.BaseAddress,
            allClients,
            builder => builder.AddStandardResilienceHandler(handler =>
            {
                (handler.Retry.MaxRetryAttempts, handler.Retry.Delay) = (2, ShortDelay);
                handler.Retry.BackoffType = DelayBackoffType.Constant;
                set(handler);
            }),
            configure);
}
