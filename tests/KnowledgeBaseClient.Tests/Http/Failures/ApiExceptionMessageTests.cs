using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>The whole message for an error response: the request, the response, and what to do.</summary>
public sealed class ApiExceptionMessageTests
{
    private const string RedirectAdvice =
        " The redirect to an invalid address was not followed, because it would send the API key there. "
        + "Set KnowledgeBaseClientOptions.BaseAddress to the final address of the service.";

    private const string ServerErrorAdvice = " The service failed, not the request: try again later.";

    private const string RejectedAdvice = " The service rejected the request: see Detail and Body of the KnowledgeBaseApiException.";

    [TestCase(300, RedirectAdvice)]
    [TestCase(399, RedirectAdvice)]
    [TestCase(400, RejectedAdvice)]
    [TestCase(401, " The API key was not accepted: check that it is correct and has not been revoked.")]
    [TestCase(403, " The API key has no access: check that it belongs to the owner of the knowledge base.")]
    [TestCase(
        404,
        " Check the id of the knowledge base, and that KnowledgeBaseClientOptions.BaseAddress is the address of the service.")]
    [TestCase(408, " The service timed out waiting for the request: try again later.")]
    [TestCase(422, " See Errors of the InvalidRequestException for the parameters to correct.")]
    [TestCase(429, " Send fewer requests, or try again later.")]
    [TestCase(499, RejectedAdvice)]
    [TestCase(500, ServerErrorAdvice)]
    [TestCase(
        599,
        " The service failed, and a retry is unlikely to help: contact the operator of the service.")]
    public async Task Message_EmptyErrorResponse_ExplainsStatusAndWhatToDo(int status, string advice)
    {
        Assert.That(
            await GetMessageAsync(Reply.Status(status)),
            Is.EqualTo($"GET /v1/knowledge-bases/k%2Fb/runs returned {status} ({(HttpStatusCode)status}).{advice}"));
    }

    [Test]
    public async Task Message_DetailRetryAfterAndRequestId_IncludesAllOfThem()
    {
        var reply = Reply.Status(429, """{"detail":"too many"}""", ("Retry-After", "9"), ("X-Request-Id", "req-1"));

        Assert.That(
            await GetMessageAsync(reply),
            Is.EqualTo(
                "GET /v1/knowledge-bases/k%2Fb/runs returned 429 (TooManyRequests): too many. Send fewer requests, or try again later. "
                + "Retry-After is 9 s. The request id is req-1."));
    }

    [TestCase(1023)]
    [TestCase(1024)]
    [TestCase(1025)]
    public async Task Message_LongDetail_IsTruncatedTo1024Characters(int length)
    {
        var message = await GetMessageAsync(Reply.Status(400, $$"""{"detail":"{{new string('#', length)}}"}"""));

        Assert.That(message.Count(character => character == '#'), Is.EqualTo(Math.Min(length, 1024)));
        Assert.That(message, Does.Contain("#. The"));
    }

    [TestCase("https://host.example/login?key=secret#secret", "https://host.example/login")]
    [TestCase("https://me:secret@host.example/", "https://host.example/")]
    [TestCase("//me:secret@host.example/login", "http://host.example/login")]
    public async Task Message_RedirectToOtherHost_NamesTargetWithoutUserNameAndQuery(string location, string expectedTarget)
    {
        var message = await GetMessageAsync(Reply.Status(302, "", ("Location", location)));

        Assert.That(message, Does.Contain($" The redirect to {expectedTarget} was not followed").And.Not.Contain("secret"));
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
            Does.Contain($" The redirect to {server.BaseAddress}login was not followed").And.Not.Contain("secret"));
    }

    private static async Task<string> GetMessageAsync(Reply reply)
    {
        await using var server = ScriptedServer.Start(reply);
        using var client = TestClients.For(server);
        return (await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("k/b")))!.Message;
    }
}
