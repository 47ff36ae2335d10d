using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http.Failures;

/// <summary>The "detail" of an error response, in every shape that FastAPI gives it.</summary>
public sealed class ErrorDetailTests
{
    [TestCase("""{"detail":"text"}""", "text")]
    [TestCase("""{"detail":null}""", null)]
    [TestCase("""{"detail":""}""", "")]
    [TestCase("""{"detail":{"code":7,"why":"x"}}""", """{"code":7,"why":"x"}""")]
    [TestCase("""{"detail":[]}""", "")]
    [TestCase("""{"detail":["a","b"]}""", "a; b")]
    [TestCase("""{"detail":42}""", "42")]
    [TestCase(
        """{"detail":[{"loc":["query","status"],"msg":"wrong","type":"enum"},{"loc":["path",0],"msg":"bad","type":"x"}]}""",
        "query.status: wrong; path.0: bad")]
    [TestCase("""{"detail":[{"msg":"only this"}]}""", "only this")]
    [TestCase("""{"detail":[{"loc":"body","msg":["x"]}]}""", """body: ["x"]""")]
    [TestCase("""{"detail":[{"else":1}]}""", """{"else":1}""")]
    [TestCase("""{"detail":"half \ud800 a pair"}""", null)]
    [TestCase("""{"error":"other"}""", null)]
    [TestCase("""["detail"]""", null)]
    [TestCase("<html><body>502 Bad Gateway</body></html>", null)]
    [TestCase("", null)]
    [TestCase("""{"detail":"cut""", null)]
    public async Task ListAsync_DetailOfAnyShape_IsReturnedAsText(string body, string? detail)
    {
        var thrown = await ThrownAsync(400, body);

        Assert.That(thrown.Detail, Is.EqualTo(detail));
        Assert.That(thrown.Body, Is.EqualTo(body));
    }

    [Test]
    public async Task ListAsync_DetailAtMaximumJsonDepth_IsReturnedAsText()
    {
        var nested = string.Concat(Enumerable.Repeat("""{"a":""", 1000)) + "1" + new string('}', 1000);

        var thrown = await ThrownAsync(400, $$"""{"detail":{{nested}}}""");

        Assert.That(thrown.Detail, Is.EqualTo(nested));
    }

    [Test]
    public async Task ListAsync_LongDetail_IsTruncatedInMessage()
    {
        var thrown = await ThrownAsync(400, $$"""{"detail":"{{new string('x', 20_000)}}"}""");

        Assert.That(thrown.Detail, Has.Length.EqualTo(8192));
        Assert.That(thrown.Message, Has.Length.LessThan(2000));
    }

    [Test]
    public async Task ListAsync_ValidationErrors_AreReturnedSeparately()
    {
        const string Body = """{"detail":[{"loc":["query","status"],"msg":"wrong","type":"enum"},"plain",{"msg":"bare"}]}""";

        var thrown = (InvalidRequestException)await ThrownAsync(422, Body);

        Assert.That(thrown.Errors, Has.Count.EqualTo(3));
        Assert.That(thrown.Errors[0].Location, Is.EqualTo((string[])["query", "status"]));
        Assert.That(thrown.Errors[0].Message, Is.EqualTo("wrong"));
        Assert.That(thrown.Errors[0].Type, Is.EqualTo("enum"));
        Assert.That(thrown.Errors[1].Message, Is.EqualTo("plain"));
        Assert.That(thrown.Errors[2].Message, Is.EqualTo("bare"));
        Assert.That(thrown.Errors.Skip(1).Select(error => error.Type), Is.All.Empty);
        Assert.That(thrown.Errors.Skip(1).Select(error => error.Location), Is.All.Empty);
    }

    private static async Task<KnowledgeBaseApiException> ThrownAsync(int status, string body)
    {
        await using var server = ScriptedServer.Start(Reply.Status(status, body));
        using var client = TestClients.For(server);
        return (await Assert.CatchAsync<KnowledgeBaseApiException>(() => client.ListAsync("kb")))!;
    }
}
