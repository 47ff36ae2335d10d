using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>The request line and headers of a request, exactly as sent.</summary>
public sealed class RunsRequestTests
{
    [TestCase("kb", "/v1/knowledge-bases/kb/runs")]
    [TestCase("a/b", "/v1/knowledge-bases/a%2Fb/runs")]
    [TestCase("../x", "/v1/knowledge-bases/..%2Fx/runs")]
    [TestCase("%2e%2e", "/v1/knowledge-bases/%252e%252e/runs")]
    [TestCase("a b?c#d&e+f", "/v1/knowledge-bases/a%20b%3Fc%23d%26e%2Bf/runs")]
    [TestCase("Zoë", "/v1/knowledge-bases/Zo%C3%AB/runs")]
    [TestCase("\\", "/v1/knowledge-bases/%5C/runs")]
    [TestCase("...", "/v1/knowledge-bases/.../runs")]
    public async Task ListAsync_AnyKnowledgeBaseId_IsEscapedAsOnePathSegment(string id, string expectedTarget)
    {
        Assert.That(await CaptureTargetAsync(id, null), Is.EqualTo(expectedTarget));
    }

    [Test]
    public async Task ListAsync_EmptyFilter_SendsNoQuery()
    {
        Assert.That(await CaptureQueryAsync(new RunFilter()), Is.Empty);
    }

    [Test]
    public async Task ListAsync_EmptyFilterValues_SendsNoQuery()
    {
        Assert.That(await CaptureQueryAsync(new RunFilter { Status = default(RunStatus) }), Is.Empty);
    }

    [Test]
    public async Task ListAsync_KnownStatus_IsSentUnchanged()
    {
        Assert.That(await CaptureQueryAsync(new RunFilter { Status = RunStatus.Queued }), Is.EqualTo("?status=queued"));
    }

    [Test]
    public async Task ListAsync_UnknownStatus_IsSentEscaped()
    {
        Assert.That(await CaptureQueryAsync(new RunFilter { Status = new RunStatus("a&b c") }), Is.EqualTo("?status=a%26b%20c"));
    }

    [Test]
    public async Task ListAsync_DuplicateRunIds_SendsEachOnceSeparatedByCommas()
    {
        var query = await CaptureQueryAsync(new RunFilter { Status = RunStatus.Failed, RunIds = ["a", "b&c", "a"] });

        Assert.That(query, Is.EqualTo("?status=failed&run_ids=a%2Cb%26c"));
    }

    [Test]
    public async Task ListAsync_BaseAddressWithPath_KeepsPath([Values("gate/way", "gate/way/")] string path)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(new Uri(server.BaseAddress, path));

        await client.ListAsync("kb");

        Assert.That(GetTarget(server), Is.EqualTo("/gate/way/v1/knowledge-bases/kb/runs"));
    }

    [Test]
    public async Task ListAsync_AnyRequest_SendsApiKeyAcceptAndUserAgentOnce()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApplicationName = "Indexer/2.1");

        await client.ListAsync("kb");

        var headers = server.RequestTexts[0].Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.That(headers.Count(header => header == $"X-API-Key: {TestClients.Key}"), Is.EqualTo(1));
        Assert.That(headers.Count(header => header == "Accept: application/json"), Is.EqualTo(1));
        Assert.That(
            headers.Where(header => header.StartsWith("User-Agent:", StringComparison.Ordinal)),
            Is.EqualTo((string[])["User-Agent: Indexer/2.1 KnowledgeBaseClient/0.1.0"]));
    }

    [Test]
    public async Task ListAsync_ServerSetsCookie_DoesNotSendItBack()
    {
        await using var server = ScriptedServer.Start(Reply.Status(200, "[]", ("Set-Cookie", "session=1; Path=/")), Reply.Json("[]"));
        using var client = TestClients.For(server);

        await client.ListAsync("kb");
        await client.ListAsync("kb");

        Assert.That(server.RequestTexts, Has.Count.EqualTo(2).And.None.Contains("Cookie"));
    }

    [Test]
    public async Task FindAsync_RunId_RequestsOnlyThatRun()
    {
        await using var server = ScriptedServer.Start(Reply.Json(RunsJson.Running("other", "a b")));
        using var client = TestClients.For(server);

        var run = await client.FindAsync("kb", "a b");

        Assert.That(GetTarget(server), Is.EqualTo("/v1/knowledge-bases/kb/runs?run_ids=a%20b"));
        Assert.That(run?.Id, Is.EqualTo("a b"));
    }

    private static string GetTarget(ScriptedServer server) => server.RequestTexts.Single().Split(' ')[1];

    private static async Task<string> CaptureTargetAsync(string knowledgeBaseId, RunFilter? filter)
    {
        await using var server = ScriptedServer.Start(Reply.Json("""[{"id":"a","status":"failed"}]"""));
        using var client = TestClients.For(server);
        await client.ListAsync(knowledgeBaseId, filter);
        return GetTarget(server);
    }

    private static async Task<string> CaptureQueryAsync(RunFilter filter) =>
        (await CaptureTargetAsync("kb", filter))["/v1/knowledge-bases/kb/runs".Length..];
}
