using KnowledgeBaseClient.Tests.Http;
using KnowledgeBaseClient.Tests.Servers;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.HostileSettings;

/// <summary>Callers that block the one thread of their synchronization context until the answer is there.</summary>
public sealed class BlockedThreadTests
{
    private const string Runs = """[{"id":"a","status":"completed"}]""";

    private static readonly Dictionary<string, Func<RunsClient, string>> Calls = new()
    {
        ["list"] = client => client.ListAsync("kb").Result.Single().Id,
        ["summaries"] = client => client.ListSummariesAsync("kb").Result.Single().Id,
        ["find"] = client => client.FindAsync("kb", "a").Result!.Id,
        ["stream"] = client => FirstOf(client.StreamAsync("kb")),
        ["wait"] = client => client.WaitForCompletionAsync("kb", "a").Result.Id,
        ["wait for all"] = client => client.WaitForAllAsync("kb", ["a"]).Result.Single().Id,
        ["wait for each"] = client => FirstOf(client.WaitForEachAsync("kb", ["a"])),
        ["watch"] = client => IdOf(client.WatchAsync("kb")),
    };

    private static IEnumerable<string> Names => Calls.Keys;

    [TestCaseSource(nameof(Names))]
    public async Task Call_ThreadBlockedUntilItsResult_DoesNotNeedThatThread(string call)
    {
        await using var server = ScriptedServer.Start(Reply.Json(Runs));
        using var client = TestClients.For(server);
        var thread = new SingleThread();

        var id = await thread.RunAsync(() => Calls[call](client));

        Assert.That(id, Is.EqualTo("a"));
        Assert.That(thread.Posts, Is.Zero);
    }

    private static string FirstOf(IAsyncEnumerable<Run> runs)
    {
        var reader = runs.GetAsyncEnumerator();
        _ = reader.MoveNextAsync().AsTask().Result;
        var id = reader.Current.Id;
        reader.DisposeAsync().AsTask().Wait();
        return id;
    }

    private static string IdOf(IAsyncEnumerable<RunChange> changes)
    {
        var reader = changes.GetAsyncEnumerator();
        _ = reader.MoveNextAsync().AsTask().Result;
        var id = reader.Current.Current.Id;
        reader.DisposeAsync().AsTask().Wait();
        return id;
    }
}
