using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>Lists of run ids that are split over several requests.</summary>
public sealed class RequestPlannerTests
{
    [Test]
    public async Task ListAsync_MoreIdsThanMaxRunIdsPerRequest_SplitsThemAndJoinsResponses()
    {
        string[] ids = [.. Enumerable.Range(0, 250).Select(i => $"r{i}")];
        using var server = KnowledgeBaseServer.Start();
        server.Simulator.KnowledgeBase("kb").SetRunsJson(RunsJson.Running(ids));
        using var client = TestClients.For(server);

        var runs = await client.ListAsync("kb", new RunFilter { RunIds = ids });

        Assert.That(runs.Select(run => run.Id), Is.EqualTo(ids));
        Assert.That(server.Simulator.Requests.Select(CountIds), Is.EqualTo((int[])[100, 100, 50]));
    }

    [Test]
    public async Task ListAsync_MaxRunIdsPerRequestOne_SendsOneRequestPerId()
    {
        using var server = KnowledgeBaseServer.Start();
        server.Simulator.KnowledgeBase("kb").SetRunsJson(RunsJson.Running("a", "b", "c"));
        using var client = TestClients.For(server, options => options.MaxRunIdsPerRequest = 1);

        var runs = await client.ListAsync("kb", new RunFilter { RunIds = ["c", "x", "a"] });

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["c", "a"]));
        Assert.That(
            server.Simulator.Requests.Select(request => request.Query), Is.EqualTo((string[])["run_ids=c", "run_ids=x", "run_ids=a"]));
    }

    [TestCase(36, 100)]
    [TestCase(500, 100)]
    [TestCase(2000, 20)]
    public async Task ListAsync_LongIds_KeepsEveryUrlBelow8192Characters(int length, int count)
    {
        // This character takes nine characters in a URL.
        string[] ids = [.. Enumerable.Range(0, count).Select(i => $"{i:000}{new string('要', length / 9)}")];
        await using var server = ScriptedServer.Start([.. ids.Select(_ => Reply.Json(RunsJson.Running(ids)))]);
        using var client = TestClients.For(server);

        await client.ListAsync("kb", new RunFilter { RunIds = ids });

        var urls = server.RequestTexts.Select(text => $"{server.BaseAddress}{text.Split(' ')[1][1..]}").ToArray();
        var sent = urls.SelectMany(url => Uri.UnescapeDataString(url[(url.IndexOf('=', StringComparison.Ordinal) + 1)..]).Split(','));
        Assert.That(urls, Has.All.Length.LessThan(8192));
        Assert.That(sent, Is.EqualTo(ids));
    }

    [Test]
    public async Task StreamAsync_MoreIdsThanMaxRunIdsPerRequest_JoinsResponses()
    {
        using var server = KnowledgeBaseServer.Start();
        server.Simulator.KnowledgeBase("kb").SetRunsJson(RunsJson.Running("a", "b", "c", "d"));
        using var client = TestClients.For(server, options => options.MaxRunIdsPerRequest = 2);

        var runs = await client.StreamAsync("kb", new RunFilter { RunIds = ["d", "c", "b"] }).ToListAsync();

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["c", "d", "b"]));
        Assert.That(server.Simulator.Requests, Has.Count.EqualTo(2));
    }

    private static int CountIds(ReceivedRequest request) => Uri.UnescapeDataString(request.Query).Split(',').Length;
}
