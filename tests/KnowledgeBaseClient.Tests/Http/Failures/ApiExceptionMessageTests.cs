using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>The whole message for an error response: the request, the response, and what to do.</summary>
public sealed class ApiExceptionMessageTests
{
    private const string RedirectAdvice =
        " It redirects to no address that makes sense, which is not followed because it would send the API key there: "
        + "set BaseAddress to the service's own address.";

    private const string ServerErrorAdvice = " That is the service's trouble, not the request's: try again later.";

    [TestCase(300, RedirectAdvice)]
    [TestCase(399, RedirectAdvice)]
    [TestCase(400, "")]
    [TestCase(401, " The API key is not accepted: check that it is the right one and has not been revoked.")]
    [TestCase(403, " The API key is not allowed to do this: check that it belongs to the owner of the knowledge base.")]
    [TestCase(404, " Check the knowledge base's id, and that BaseAddress is the service's.")]
    [TestCase(408, ServerErrorAdvice)]
    [TestCase(422, " Correct what it names.")]
    [TestCase(429, " Send fewer requests, or come back later.")]
    [TestCase(499, "")]
    [TestCase(500, ServerErrorAdvice)]
    [TestCase(599, ServerErrorAdvice)]
    public async Task Message_EmptyErrorResponse_ExplainsStatusAndWhatToDo(int status, string advice)
    {
        Assert.That(
            await GetMessageAsync(Reply.Status(status)),
            Is.EqualTo($"GET /v1/knowledge-bases/k%2Fb/runs answered {status} ({(HttpStatusCode)status}).{advice}"));
    }

    [Test]
    public async Task Message_DetailRetryAfterAndRequestId_IncludesAllOfThem()
    {
        var reply = Reply.Status(429, """{"detail":"too many"}""", ("Retry-After", "9"), ("X-Request-Id", "req-1"));

        Assert.That(
            await GetMessageAsync(reply),
            Is.EqualTo(
                "GET /v1/knowledge-bases/k%2Fb/runs answered 429 (TooManyRequests): too many. Send fewer requests, or come back later. "
                + "It asks to wait for 00:00:09; more than MaxRetryDelay, or than is left of TotalTimeout, ends the call at once. "
                + "Its id of the request is req-1."));
    }

    [TestCase(1023)]
    [TestCase(1024)]
    [TestCase(1025)]
    public async Task Message_LongDetail_IsTruncatedTo1024Characters(int length)
    {
        var message = await GetMessageAsync(Reply.Status(400, $$"""{"detail":"{{new string('x', length)}}"}"""));

        Assert.That(message.Count(character => character == 'x'), Is.EqualTo(Math.Min(length, 1024)));
        Assert.That(message, Does.EndWith("x."));
    }

    [TestCase("https://host.example/login?key=secret#secret", "https://host.example/login")]
    [TestCase("https://me:secret@host.example/", "https://host.example/")]
    [TestCase("//me:secret@host.example/login", "http://host.example/login")]
    public async Task Message_RedirectToOtherHost_NamesTargetWithoutUserNameAndQuery(string location, string expectedTarget)
    {
        var message = await GetMessageAsync(Reply.Status(302, "", ("Location", location)));

        Assert.That(message, Does.Contain($" It redirects to {expectedTarget}, which is not followed").And.Not.Contain("secret"));
    }

    [TestCase("/login?key=secret#secret")]
    [TestCase("../../../login?key=secret")]
    public async Task Message_RedirectToSameHost_NamesTargetWithoutQuery(string location)
    {
        await using var server = ScriptedServer.Start(Reply.Status(302, "", ("Location", location)));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("k/b"));

        Assert.That(
            thrown!.Message,
            Does.Contain($" It redirects to {server.BaseAddress}login, which is not followed").And.Not.Contain("secret"));
    }

    private static async Task<string> GetMessageAsync(Reply reply)
    {
        await using var server = ScriptedServer.Start(reply);
        using var client = TestClients.For(server);
        return (await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("k/b")))!.Message;
    }
}
