using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>The exceptions for attempts without a usable response: invalid, truncated, or none at all.</summary>
public sealed class ExceptionTranslatorTests
{
    private static readonly string LongText = new('x', 1_000_000);

    private static IEnumerable<string> LongInvalidBodies =>
    [
        $"[{{\"id\":nul,\"input\":\"{LongText}\"}}]",
        $"[{{\"id\":\"{LongText}\"}}]",
        $"[{{\"id\":\"a\",\"status\":\"b\"}}]{LongText}",
    ];

    [TestCase("<html>hello</html>", "HTML", 0)]
    [TestCase("", "empty", 0)]
    [TestCase("  ", "white space", 2)]
    [TestCase("null", "null", 0)]
    [TestCase("""{"detail":"x"}""", "an object", 0)]
    [TestCase("""[{"id":"a","status":"s"},7]""", "run 2 of the response is a number", 25)]
    [TestCase("""[{"status":"s"}]""", "\"id\" property is missing", 1)]
    [TestCase("""[{"id":"a","status":7}]""", "\"status\" property of run a is missing", 1)]
    [TestCase("""[{"id":"a","status":"s"}""", "ends early, after 1 complete run", 24)]
    [TestCase("""[{"id":"a","status":"s"}] x""", "unexpected data", 26)]
    public async Task ListAsync_BodyIsNotRunList_ThrowsWithProblemAndOffset(string body, string problem, long offset)
    {
        await using var server = ScriptedServer.Start(Reply.Status(200, body, ("Content-Type", "text/html; charset=utf-8")));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain(problem).And.Contain("text/html").And.Contain($"byte {offset}"));
        Assert.That(thrown.Offset, Is.EqualTo(offset));
        Assert.That(body, Does.EndWith(thrown.Excerpt));
    }

    [TestCase(204)]
    [TestCase(205)]
    public async Task ListAsync_SuccessStatusWithoutBody_ThrowsInvalidResponse(int status)
    {
        await using var server = ScriptedServer.Start(Reply.Status(status));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain($"{status}").And.Contain("empty"));
    }

    [Test]
    public async Task ListAsync_LongInvalidBody_IsTruncatedInMessage([Range(0, 2)] int index)
    {
        await using var server = ScriptedServer.Start(Reply.Json(LongInvalidBodies.ElementAt(index)));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Has.Length.LessThan(2000));
        Assert.That(thrown.Message, Does.EndWith("Check that KnowledgeBaseClientOptions.BaseAddress is the address of the service."));
    }

    [Test]
    public async Task ListAsync_ContentLengthExceedsMemory_ThrowsConnectionException()
    {
        var headers = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {long.MaxValue}\r\n\r\n";
        await using var server = ScriptedServer.Start(Reply.Raw(headers + RunsJson.Running("a", "b")[..^1]).ThenClose());
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.StartWith("GET /v1/knowledge-bases/kb/runs: the response was truncated in attempt 1: "));
    }

    [Test]
    public async Task ListAsync_NoServerAtAddress_ThrowsConnectionException()
    {
        var server = ScriptedServer.Start();
        var address = server.BaseAddress;
        await server.DisposeAsync();
        using var client = TestClients.For(address);

        await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));
    }

    [Test]
    public async Task ListAsync_OuterHandlerTimesOut_ThrowsConnectionExceptionNotCancellation()
    {
        await using var server = ScriptedServer.Start(Reply.Stall());
        using var handler = new InterceptingHandler(async (request, next, cancellationToken) =>
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var sending = next(request, timeout.Token);
            await server.RequestArrivedAsync(1);
            await timeout.CancelAsync();
            return await sending;
        });
        var services = new ServiceCollection();
        services
            .AddKnowledgeBaseClient(
                options => (options.ApiKey, options.BaseAddress, options.MaxRetries) = (TestClients.Key, server.BaseAddress, 0))
            .AddHttpMessageHandler(() => handler);
        await using var provider = services.BuildServiceProvider();

        await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => provider.GetRequiredService<IRunsClient>().ListAsync("kb"));
    }
}
