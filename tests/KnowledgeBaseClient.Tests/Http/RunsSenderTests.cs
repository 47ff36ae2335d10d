using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>What a request is, byte for byte.</summary>
public sealed class RunsSenderTests
{
    [TestCase("kb", "/v1/knowledge-bases/kb/runs")]
    [TestCase("a/b", "/v1/knowledge-bases/a%2Fb/runs")]
    [TestCase("../x", "/v1/knowledge-bases/..%2Fx/runs")]
    [TestCase("%2e%2e", "/v1/knowledge-bases/%252e%252e/runs")]
    [TestCase("a b?c#d&e+f", "/v1/knowledge-bases/a%20b%3Fc%23d%26e%2Bf/runs")]
    [TestCase("Zoë", "/v1/knowledge-bases/Zo%C3%AB/runs")]
    [TestCase("\\", "/v1/knowledge-bases/%5C/runs")]
    [TestCase("...", "/v1/knowledge-bases/.../runs")]
    public async Task ListAsync_AnyKnowledgeBaseId_IsOneEscapedSegmentOfThePath(string id, string target)
    {
        Assert.That(await TargetAsync(id, null), Is.EqualTo(target));
    }

    [Test]
    public async Task ListAsync_WithoutFilter_SendsNoQuery()
    {
        Assert.That(await QueryAsync(new RunFilter()), Is.Empty);
    }

    [Test]
    public async Task ListAsync_EmptyFilterValues_SendNothing()
    {
        Assert.That(await QueryAsync(new RunFilter { Status = default(RunStatus), RunIds = [] }), Is.Empty);
    }

    [Test]
    public async Task ListAsync_Status_IsSentAsItIs()
    {
        Assert.That(await QueryAsync(new RunFilter { Status = RunStatus.Queued }), Is.EqualTo("?status=queued"));
    }

    [Test]
    public async Task ListAsync_UnknownStatus_IsSentEscaped()
    {
        Assert.That(await QueryAsync(new RunFilter { Status = new RunStatus("a&b c") }), Is.EqualTo("?status=a%26b%20c"));
    }

    [Test]
    public async Task ListAsync_RunIds_AreSentOnceEachWithCommasBetween()
    {
        var query = await QueryAsync(new RunFilter { Status = RunStatus.Failed, RunIds = ["a", "b&c", "a"] });

        Assert.That(query, Is.EqualTo("?status=failed&run_ids=a%2Cb%26c"));
    }

    [Test]
    public async Task ListAsync_AddressWithAPath_KeepsThePath([Values("gate/way", "gate/way/")] string path)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(new Uri(server.BaseAddress, path));

        await client.ListAsync("kb");

        Assert.That(Target(server), Is.EqualTo("/gate/way/v1/knowledge-bases/kb/runs"));
    }

    [Test]
    public async Task ListAsync_Always_SendsKeyAcceptAndUserAgentOnce()
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.ApplicationName = "Indexer/2.1");

        await client.ListAsync("kb");

        var headers = server.RequestHeads[0].Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.That(headers.Count(header => header == $"X-API-Key: {TestClients.Key}"), Is.EqualTo(1));
        Assert.That(headers.Count(header => header == "Accept: application/json"), Is.EqualTo(1));
        Assert.That(
            headers.Where(header => header.StartsWith("User-Agent:", StringComparison.Ordinal)),
            Is.EqualTo((string[])["User-Agent: Indexer/2.1 KnowledgeBaseClient/0.1.0"]));
    }

    [Test]
    public async Task ListAsync_ServerSetsACookie_IsNotSentBack()
    {
        await using var server = ScriptedServer.Start(Reply.Status(200, "[]", ("Set-Cookie", "session=1; Path=/")), Reply.Json("[]"));
        using var client = TestClients.For(server);

        await client.ListAsync("kb");
        await client.ListAsync("kb");

        Assert.That(server.RequestHeads, Has.Count.EqualTo(2).And.None.Contains("Cookie"));
    }

    [Test]
    public async Task FindAsync_ARunId_IsAskedForByItself()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TestClients.Runs("other", "a b")));
        using var client = TestClients.For(server);

        var run = await client.FindAsync("kb", "a b");

        Assert.That(Target(server), Is.EqualTo("/v1/knowledge-bases/kb/runs?run_ids=a%20b"));
        Assert.That(run?.Id, Is.EqualTo("a b"));
    }

    private static string Target(ScriptedServer server) => server.RequestHeads.Single().Split(' ')[1];

    private static async Task<string> TargetAsync(string knowledgeBaseId, RunFilter? filter)
    {
        await using var server = ScriptedServer.Start(Reply.Json("[]"));
        using var client = TestClients.For(server);
        await client.ListAsync(knowledgeBaseId, filter);
        return Target(server);
    }

    private static async Task<string> QueryAsync(RunFilter filter) =>
        (await TargetAsync("kb", filter))["/v1/knowledge-bases/kb/runs".Length..];
}
