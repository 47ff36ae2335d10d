using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>The exception for an error response: its type and its properties.</summary>
public sealed class ApiExceptionFactoryTests
{
    [TestCase(401, typeof(ApiKeyRejectedException))]
    [TestCase(403, typeof(RateLimitedException))]
    [TestCase(404, typeof(KnowledgeBaseNotFoundException))]
    [TestCase(422, typeof(InvalidRequestException))]
    [TestCase(429, typeof(RateLimitedException))]
    [TestCase(400, typeof(KnowledgeBaseApiException))]
    [TestCase(500, typeof(KnowledgeBaseApiException))]
    [TestCase(599, typeof(KnowledgeBaseApiException))]
    public async Task ListAsync_ErrorStatus_ThrowsItsExceptionWithAllProperties(int status, Type type)
    {
        var thrown = await ThrownAsync(Reply.Status(status, """{"detail":"because"}""", ("X-Request-Id", "req-1"), ("Retry-After", "9")));

        Assert.That(thrown, Is.TypeOf(type));
        Assert.That(thrown.StatusCode, Is.EqualTo((HttpStatusCode)status));
        Assert.That(thrown.Detail, Is.EqualTo("because"));
        Assert.That(thrown.Body, Is.EqualTo("""{"detail":"because"}"""));
        Assert.That(thrown.RequestId, Is.EqualTo("req-1"));
        Assert.That(thrown.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(9)));
        Assert.That(thrown.Method, Is.EqualTo("GET"));
        Assert.That(thrown.Path, Is.EqualTo("/v1/knowledge-bases/k%2Fb/runs"));
        Assert.That(thrown.Attempts, Is.EqualTo(1));
        Assert.That(
            thrown.Message,
            Does.Contain($"{status}").And.Contain("because").And.Contain("req-1").And.Contain("/v1/knowledge-bases/k%2Fb/runs"));
    }

    [Test]
    public void Constructor_OnlyMessage_LeavesOtherPropertiesEmpty()
    {
        var error = new KnowledgeBaseApiException("it failed", HttpStatusCode.Conflict);
        var invalid = new InvalidResponseException("it is no list");

        Assert.That((error.Method, error.Path, error.Body, error.Detail, error.RequestId, error.RetryAfter, error.Attempts), Is.EqualTo(
            ("GET", "", "", (string?)null, (string?)null, (TimeSpan?)null, 1)));
        Assert.That((invalid.Excerpt, invalid.Offset, invalid.Attempts), Is.EqualTo(("", 0L, 1)));
    }

    [Test]
    public async Task ListAsync_LongErrorBody_IsTruncatedTo8192Characters()
    {
        var thrown = await ThrownAsync(Reply.Status(500, new string('x', 1_000_000)));

        Assert.That(thrown.Body, Is.EqualTo(new string('x', 8192)));
    }

    [Test]
    public async Task ListAsync_TruncatedErrorBody_ThrowsThatError()
    {
        var reply = Reply.Raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nno").ThenClose();

        var thrown = await ThrownAsync(reply);

        Assert.That(thrown, Is.TypeOf<ApiKeyRejectedException>());
        Assert.That(thrown.Body, Is.EqualTo("no"));
    }

    [Test]
    public async Task ListAsync_OnlyCorrelationIdHeader_UsesItAsRequestId()
    {
        Assert.That((await ThrownAsync(Reply.Status(400, "", ("X-Correlation-Id", "c-1")))).RequestId, Is.EqualTo("c-1"));
    }

    [Test]
    public async Task ListAsync_EmptyRetryAfterHeader_RetryAfterIsNull()
    {
        Assert.That((await ThrownAsync(Reply.Status(503, "", ("Retry-After", "")))).RetryAfter, Is.Null);
    }

    private static async Task<KnowledgeBaseApiException> ThrownAsync(Reply reply)
    {
        await using var server = ScriptedServer.Start(reply);
        using var client = TestClients.For(server);
        return (await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("k/b")))!;
    }
}
