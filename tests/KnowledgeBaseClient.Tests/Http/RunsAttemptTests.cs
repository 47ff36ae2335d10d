using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Http;

/// <summary>MaxResponseBytes, and streams that fail after some runs.</summary>
public sealed class RunsAttemptTests
{
    [Test]
    public async Task ListAsync_ResponseExceedsMaxResponseBytes_ThrowsInvalidResponse()
    {
        await using var server = ScriptedServer.Start(Reply.Json($"[{new string(' ', 500_000)}]"), Reply.Json("[]"));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = 100_000);

        var thrown = await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));

        Assert.That(thrown!.Message, Does.Contain("MaxResponseBytes"));
    }

    [Test]
    public async Task ListAsync_ResponseOfExactlyMaxResponseBytes_IsReadAndLongerResponseIsNot()
    {
        var runs = RunsJson.Running("a", "b");
        await using var server = ScriptedServer.Start(Reply.Json(runs), Reply.Json($"{runs} "));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = runs.Length);

        Assert.That(await client.ListAsync("kb"), Has.Count.EqualTo(2));
        await Assert.CatchAsync<InvalidResponseException>(() => client.ListAsync("kb"));
    }

    [Test]
    public async Task StreamAsync_ListExceedsMaxResponseBytesButEachRunIsSmaller_ReturnsAllRuns()
    {
        var runs = RunsJson.Running(Enumerable.Range(0, 1000).Select(i => $"run-{i}"));
        await using var server = ScriptedServer.Start(Reply.Json(runs));
        using var client = TestClients.For(server, options => options.MaxResponseBytes = 100);

        Assert.That(await client.StreamAsync("kb").ToListAsync(), Has.Count.EqualTo(1000));
    }

    [Test]
    public async Task StreamAsync_TruncatedAfterTwoRuns_ReturnsThemThenThrowsWithoutRetry()
    {
        var runs = RunsJson.Running("a", "b", "c");
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
        Assert.That(server.RequestTexts, Has.Count.EqualTo(1));
    }
}
