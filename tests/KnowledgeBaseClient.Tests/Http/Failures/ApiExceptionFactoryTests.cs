using System.Net;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>What the caller learns of an error answer.</summary>
public sealed class ApiExceptionFactoryTests
{
    [TestCase(401, typeof(ApiKeyRejectedException))]
    [TestCase(403, typeof(ApiKeyRejectedException))]
    [TestCase(404, typeof(KnowledgeBaseNotFoundException))]
    [TestCase(422, typeof(InvalidRequestException))]
    [TestCase(429, typeof(RateLimitedException))]
    [TestCase(400, typeof(KnowledgeBaseApiException))]
    [TestCase(500, typeof(KnowledgeBaseApiException))]
    [TestCase(599, typeof(KnowledgeBaseApiException))]
    public async Task ListAsync_ErrorStatus_ThrowsItsException(int status, Type type)
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
        Assert.That(thrown.Message, Does.Contain($"{status}").And.Contain("because").And.Contain("req-1").And.Contain("/v1/knowledge-bases/k%2Fb/runs"));
    }

    [TestCase("""{"detail":"text"}""", "text")]
    [TestCase("""{"detail":null}""", null)]
    [TestCase("""{"detail":""}""", "")]
    [TestCase("""{"detail":{"code":7,"why":"x"}}""", """{"code":7,"why":"x"}""")]
    [TestCase("""{"detail":[]}""", "")]
    [TestCase("""{"detail":["a","b"]}""", "a; b")]
    [TestCase("""{"detail":42}""", "42")]
    [TestCase("""{"detail":[{"loc":["query","status"],"msg":"wrong","type":"enum"},{"loc":["path",0],"msg":"bad","type":"x"}]}""", "query.status: wrong; path.0: bad")]
    [TestCase("""{"detail":[{"msg":"only this"}]}""", "only this")]
    [TestCase("""{"detail":[{"loc":"body","msg":["x"]}]}""", """body: ["x"]""")]
    [TestCase("""{"detail":[{"else":1}]}""", """{"else":1}""")]
    [TestCase("""{"detail":"half \ud800 a pair"}""", null)]
    [TestCase("""{"error":"other"}""", null)]
    [TestCase("""["detail"]""", null)]
    [TestCase("<html><body>502 Bad Gateway</body></html>", null)]
    [TestCase("", null)]
    [TestCase("""{"detail":"cut""", null)]
    public async Task ListAsync_DetailOfAnyShape_IsGivenAsText(string body, string? detail)
    {
        var thrown = await ThrownAsync(Reply.Status(400, body));

        Assert.That(thrown.Detail, Is.EqualTo(detail));
        Assert.That(thrown.Body, Is.EqualTo(body));
    }

    [Test]
    public async Task ListAsync_ValidationErrors_AreGivenOneByOne()
    {
        const string Body = """{"detail":[{"loc":["query","status"],"msg":"wrong","type":"enum"},"plain",{"msg":"bare"}]}""";

        var thrown = (InvalidRequestException)await ThrownAsync(Reply.Status(422, Body));

        Assert.That(thrown.Errors, Has.Count.EqualTo(3));
        Assert.That(thrown.Errors[0].Location, Is.EqualTo((string[])["query", "status"]));
        Assert.That(thrown.Errors[0].Message, Is.EqualTo("wrong"));
        Assert.That(thrown.Errors[0].Type, Is.EqualTo("enum"));
        Assert.That(thrown.Errors[1].Message, Is.EqualTo("plain"));
        Assert.That(thrown.Errors[2].Message, Is.EqualTo("bare"));
        Assert.That(thrown.Errors.Skip(1).Select(error => error.Type), Is.All.Empty);
        Assert.That(thrown.Errors.Skip(1).Select(error => error.Location), Is.All.Empty);
    }

    [Test]
    public async Task ListAsync_DetailNestedAsDeepAsARunMayBe_IsGivenAsText()
    {
        var nested = string.Concat(Enumerable.Repeat("""{"a":""", 1000)) + "1" + new string('}', 1000);

        var thrown = await ThrownAsync(Reply.Status(400, $$"""{"detail":{{nested}}}"""));

        Assert.That(thrown.Detail, Is.EqualTo(nested));
    }

    [Test]
    public async Task ListAsync_EmptyRetryAfter_AsksForNoWait()
    {
        Assert.That((await ThrownAsync(Reply.Status(503, "", ("Retry-After", "")))).RetryAfter, Is.Null);
    }

    [Test]
    public void Constructor_NothingGivenButTheMessage_LeavesTheRestEmpty()
    {
        var error = new KnowledgeBaseApiException("it failed", HttpStatusCode.Conflict);
        var invalid = new InvalidResponseException("it is no list");

        Assert.That((error.Method, error.Path, error.Body, error.Detail, error.RequestId, error.RetryAfter, error.Attempts), Is.EqualTo(
            ("GET", "", "", (string?)null, (string?)null, (TimeSpan?)null, 1)));
        Assert.That((invalid.Excerpt, invalid.Offset, invalid.Attempts), Is.EqualTo(("", 0L, 1)));
    }

    [Test]
    public async Task ListAsync_HugeErrorBody_IsCutOffAtEightKilobytes()
    {
        var thrown = await ThrownAsync(Reply.Status(500, new string('x', 1_000_000)));

        Assert.That(thrown.Body, Is.EqualTo(new string('x', 8192)));
    }

    [Test]
    public async Task ListAsync_HugeDetail_IsCutShortInTheMessage()
    {
        var thrown = await ThrownAsync(Reply.Status(400, $$"""{"detail":"{{new string('x', 20_000)}}"}"""));

        Assert.That(thrown.Detail, Has.Length.EqualTo(8192));
        Assert.That(thrown.Message, Has.Length.LessThan(2000));
    }

    [Test]
    public async Task ListAsync_ErrorBodyCutShort_IsStillThatError()
    {
        var reply = Reply.Raw("HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\nno").ThenClose();

        var thrown = await ThrownAsync(reply);

        Assert.That(thrown, Is.TypeOf<ApiKeyRejectedException>());
        Assert.That(thrown.Body, Is.EqualTo("no"));
    }

    [Test]
    public async Task ListAsync_OnlyACorrelationId_IsTheRequestId()
    {
        Assert.That((await ThrownAsync(Reply.Status(400, "", ("X-Correlation-Id", "c-1")))).RequestId, Is.EqualTo("c-1"));
    }

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
    public async Task ListAsync_AnswerThatIsNoListOfRuns_SaysWhatCameAndWhere(string body, string what, long offset)
    {
        await using var server = ScriptedServer.Start(Reply.Status(200, body, ("Content-Type", "text/html; charset=utf-8")));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain(what).And.Contain("text/html").And.Contain($"byte {offset}"));
        Assert.That(thrown.Offset, Is.EqualTo(offset));
        Assert.That(body, Does.EndWith(thrown.Excerpt));
    }

    [TestCase(204)]
    [TestCase(205)]
    public async Task ListAsync_SuccessWithoutABody_ThrowsInvalidResponseException(int status)
    {
        await using var server = ScriptedServer.Start(Reply.Status(status));
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain($"{status}").And.Contain("empty"));
    }

    [Test]
    public async Task ListAsync_AnswerLargerThanAllowed_SaysSoAndStopsReading()
    {
        await using var server = ScriptedServer.Start(Reply.Json($"[{new string(' ', 500_000)}]"), Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = 100_000);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("MaxResponseBytes"));
    }

    [Test]
    public async Task ListAsync_AnswerExactlyAsLargeAsAllowed_IsRead()
    {
        var runs = TestClients.Runs("a", "b");
        await using var server = ScriptedServer.Start(Reply.Json(runs), Reply.Json($"{runs} "));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = runs.Length);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(2));
        await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));
    }

    [Test]
    public async Task ListAsync_ServerAnnouncesMoreThanThereIsMemory_IsTakenAsCutShort()
    {
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {long.MaxValue}\r\n\r\n";
        await using var server = ScriptedServer.Start(Reply.Raw(head + TestClients.Runs("a", "b")[..^1]).ThenClose());
        using var client = TestClients.For(server);

        var thrown = await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.StartWith("GET /v1/knowledge-bases/kb/runs: the answer was cut short in attempt 1: "));
    }

    [Test]
    public async Task StreamAsync_ListLargerThanAllowedButEachRunSmaller_IsRead()
    {
        var runs = TestClients.Runs(Enumerable.Range(0, 1000).Select(i => $"run-{i}"));
        await using var server = ScriptedServer.Start(Reply.Json(runs));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = 100);

        Assert.That(await client.StreamAsync("kb").ToListAsync(), Has.Count.EqualTo(1000));
    }

    [Test]
    public async Task StreamAsync_BrokenAfterSomeRuns_GivesThoseThenThrows()
    {
        var runs = TestClients.Runs("a", "b", "c");
        await using var server = ScriptedServer.Start(Reply.Truncated(runs, runs.Length - 10), Reply.Json(runs));
        using var client = TestClients.For(server);
        var ids = new List<string>();

        await Assert.CatchAsync<KnowledgeBaseConnectionException>(async () =>
        {
            await foreach (var run in client.StreamAsync("kb"))
            {
                ids.Add(run.Id);
            }
        });

        Assert.That(ids, Is.EqualTo((string[])["a", "b"]));
        Assert.That(server.RequestHeads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ListAsync_NobodyListens_ThrowsConnectionException()
    {
        var server = ScriptedServer.Start();
        var address = server.BaseAddress;
        await server.DisposeAsync();
        using var client = TestClients.For(address);

        await Assert.CatchAsync<KnowledgeBaseConnectionException>(() => client.ListAsync("kb"));
    }

    private static async Task<KnowledgeBaseApiException> ThrownAsync(Reply reply)
    {
        await using var server = ScriptedServer.Start(reply);
        using var client = TestClients.For(server);
        return (await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("k/b")))!;
    }
}
