using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Listing;

/// <summary>A stream gives what was asked for when it was asked for.</summary>
public sealed class RunSelectionTests
{
    [Test]
    public async Task StreamAsync_IdsChangedBeforeItIsEnumerated_GivesTheRunsAskedFor()
    {
        await using var server = ScriptedServer.Start(Reply.Json(TestClients.Runs("a", "b", "c")));
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
