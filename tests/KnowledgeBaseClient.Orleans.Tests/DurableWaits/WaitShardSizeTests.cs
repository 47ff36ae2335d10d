using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class WaitShardSizeTests
{
    [Test]
    public async Task List_MoreThanOnePage_ReturnsEachWaitOnce()
    {
        var shard = await new TestShard(client: Pending()).StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 1_201).Select(i => shard.RegisterAsync($"wait-{i}")));

        List<string> ids = [];
        WaitPage page;
        var pages = 0;
        do
        {
            page = await shard.ListAsync(ids.LastOrDefault());
            ids.AddRange(page.Waits.Select(wait => wait.Id));
            pages++;
        }
        while (page.HasMore);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Is.Unique.And.Count.EqualTo(1_201));
            Assert.That(pages, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task List_WaitsWithManyRuns_LimitsSizeOfPage()
    {
        var shard = await new TestShard(client: Pending()).StartAsync();
        string[] runs = [.. Enumerable.Range(0, 10_000).Select(i => $"run-{i:D44}")];
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => shard.RegisterAsync($"wait-{i}", null, TestShard.Handler, runs)));

        var first = await shard.ListAsync();
        var second = await shard.ListAsync("wait-1");
        var last = await shard.ListAsync("wait-3");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Waits.Select(wait => wait.Id), Is.EqualTo((string[])["wait-0", "wait-1"]));
            Assert.That(second.Waits.Select(wait => wait.Id), Is.EqualTo((string[])["wait-2", "wait-3"]));
            Assert.That((first.HasMore, second.HasMore, last.HasMore), Is.EqualTo((true, true, false)));
            Assert.That(last.Waits.Single().ToStatus(TestShard.KnowledgeBase).RunIds, Is.EqualTo(runs));
        }
    }

    [Test]
    public async Task Register_ShardIsFull_ThrowsUntilOthersAreRemoved()
    {
        var storage = new ShardStorage();
        var shard = await new TestShard(storage, client: Pending(), maxBytes: 1_000).StartAsync();
        await shard.RegisterAsync("wait-1");
        await shard.RegisterAsync("wait-2");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => shard.RegisterAsync("wait-3"));
        var isNew = await shard.RegisterAsync("wait-2");
        await shard.StopAsync();
        var next = await new TestShard(storage, client: Pending(), maxBytes: 1_000).StartAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => next.RegisterAsync("wait-3"));
        await next.CancelAsync("wait-1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.Contain("2 waits").And.Contain("at most 1000 bytes"));
            Assert.That(isNew, Is.False);
            Assert.That(await next.RegisterAsync("wait-3"), Is.True);
        }
    }

    // Its waits never end.
    private static StubRunsClient Pending() => new()
    {
        Wait = static async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return [];
        },
    };
}
