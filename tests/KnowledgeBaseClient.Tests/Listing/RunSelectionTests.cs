using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>The filter is also applied to the response, and every run is returned once.</summary>
public sealed class RunSelectionTests
{
    [Test]
    public async Task ListAsync_ServerIgnoresFilter_ReturnsOnlyMatchingRuns()
    {
        const string All = """
            [{"id":"a","status":"running"},{"id":"b","status":"failed"},{"id":"c","status":"running"}]
            """;
        await using var server = ScriptedServer.Start(Reply.Json(All));
        using var client = TestClients.For(server);

        var runs = await client.ListAsync("kb", new RunFilter { Status = RunStatus.Running, RunIds = ["b", "c"] });

        Assert.That(runs.Select(run => run.Id), Is.EqualTo((string[])["c"]));
    }

    [Test]
    public async Task AnyMethod_RunListedTwice_ReturnsFirstOnly()
    {
        const string Twice = """[{"id":"a","status":"running","progress":1},{"id":"a","status":"running","progress":2}]""";
        await using var server = ScriptedServer.Start(Reply.Json(Twice), Reply.Json(Twice), Reply.Json(Twice));
        using var client = TestClients.For(server);

        var listed = await client.ListAsync("kb");
        var summaries = await client.ListSummariesAsync("kb");
        var streamed = await client.StreamAsync("kb").ToListAsync();

        Assert.That(listed.Single().Progress, Is.EqualTo(1));
        Assert.That(summaries.Single().Progress, Is.EqualTo(1));
        Assert.That(streamed.Single().Progress, Is.EqualTo(1));
    }

    [Test]
    public async Task StreamAsync_IdsChangedBeforeEnumeration_ReturnsRunsOriginallyRequested()
    {
        await using var server = ScriptedServer.Start(Reply.Json(RunsJson.Running("a", "b", "c")));
        using var client = TestClients.For(server);
        var ids = new List<string> { "a", "b" };

        var stream = client.StreamAsync("kb", new RunFilter { RunIds = ids });
        ids.Clear();
        var runs = new List<string>();
        await foreach (var run in stream)
        {
            runs.Add(run.Id);
        }

        Assert.That(runs, Is.EqualTo((string[])["a", "b"]));
    }
}
