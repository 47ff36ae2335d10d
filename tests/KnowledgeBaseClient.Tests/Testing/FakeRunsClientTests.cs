using KnowledgeBaseClient.Testing;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Testing;

public sealed class FakeRunsClientTests
{
    private readonly FakeRunsClient _client = new();

    [TearDown]
    public void DisposeClient() => _client.Dispose();

    [Test]
    public async Task Calls_ScriptedRun_BehaveLikeThoseOfTheClient()
    {
        var client = _client;
        var id = _client.KnowledgeBase("kb").AddRun(RunScript.Queued(TimeSpan.FromHours(1)).Completed());

        Assert.That((await client.ListAsync("kb")).Single().Status, Is.EqualTo(RunStatus.Queued));
        Assert.That((await client.ListSummariesAsync("kb")).Single().Id, Is.EqualTo(id));
        Assert.That((await client.FindAsync("kb", id))!.Id, Is.EqualTo(id));
        Assert.That(await client.StreamAsync("kb").ToListAsync(), Has.Count.EqualTo(1));
        Assert.That((await client.WaitForCompletionAsync("kb", id)).Duration, Is.EqualTo(TimeSpan.FromHours(1)));
        Assert.That(await client.WaitForAllAsync("kb", [id]), Has.Count.EqualTo(1));
        Assert.That(await client.WaitForEachAsync("kb", [id]).ToListAsync(), Has.Count.EqualTo(1));
        var watched = await client.WatchAsync("kb", new WatchOptions { Filter = new RunFilter { RunIds = [id] } }).ToListAsync();
        Assert.That(watched.Single().Kind, Is.EqualTo(RunChangeKind.Completed));
    }

    [Test]
    public async Task ListAsync_UnknownKnowledgeBase_ThrowsAsTheClientDoes() =>
        await Assert.ThrowsAsync<KnowledgeBaseNotFoundException>(() => _client.ListAsync("other"));

    [Test]
    public async Task FailNext_SeveralFailures_EachEndsOneCall()
    {
        _client.KnowledgeBase("kb");
        _client.FailNext(new RateLimitedException("Too many requests"));
        _client.FailNext(new ApiKeyRejectedException("No"));

        await Assert.ThrowsAsync<RateLimitedException>(() => _client.ListAsync("kb"));
        await Assert.ThrowsAsync<ApiKeyRejectedException>(async () => await _client.StreamAsync("kb").ToListAsync());
        Assert.That(await _client.ListAsync("kb"), Is.Empty);
    }

    [Test]
    public void Arguments_Invalid_ThrowAsTheClientDoes()
    {
        Assert.That(() => _client.WaitForEachAsync("kb", [""]), Throws.ArgumentException);
        Assert.That(() => _client.FailNext(null!), Throws.ArgumentNullException);
    }
}
