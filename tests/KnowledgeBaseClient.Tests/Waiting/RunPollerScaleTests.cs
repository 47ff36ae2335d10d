using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Waiting;

public sealed class RunPollerScaleTests : WaitingFixture
{
    [Test]
    public async Task WaitForCompletionAsync_TenThousandWaits_SendsHundredIdsPerRequest()
    {
        var ids = RunIds(10_000);
        var threadsBefore = ThreadPool.ThreadCount;
        foreach (var id in ids)
        {
            Service.Set(id, "paused");
        }

        var waits = ids.Select(id => Client.WaitForCompletionAsync("kb", id)).ToList();
        await WaitUntilIdleAsync();
        await RunNextPollAsync();
        var poll = await RunNextPollAsync();
        var newThreads = ThreadPool.ThreadCount - threadsBefore;
        foreach (var id in ids)
        {
            Service.Set(id, "completed");
        }

        var lastPollRequests = await RunLastPollAsync(Task.WhenAll(waits));

        Assert.That(poll, Has.Count.EqualTo(100));
        Assert.That(poll.SelectMany(IdsInQuery), Is.EquivalentTo(ids));
        Assert.That(lastPollRequests, Is.EqualTo(100));
        Assert.That(newThreads, Is.LessThan(100));
    }

    private async Task<int> RunLastPollAsync(Task waits)
    {
        var queriesBefore = Service.Queries.Count;
        await StartNextPollAsync();
        await waits.WaitAsync(TimeSpan.FromSeconds(60));
        return Service.Queries.Count - queriesBefore;
    }
}
