using KnowledgeBaseClient.Tests.Cluster;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// Runs are not kept in memory for waits that are delivered later: the service is asked again.
public sealed class HeldResultsTests
{
    private const int Count = 400;
    private const int Places = 64;

    private readonly TestClock _clock = new();
    private readonly StubRunsClient _client = new();
    private readonly HandlerCalls _calls = new();

    [TestCase(5, 1)]
    [TestCase(11, 2)]
    public async Task Deliver_HandlerThrows_AsksAgainAfterLongDelay(int seconds, int requests)
    {
        var options = new FleetOptions { DeliveryRetryDelay = TimeSpan.FromSeconds(seconds) };
        var shard = await new TestShard(time: _clock, client: _client, calls: _calls, options: options).StartAsync();
        _calls.Handle = static (completion, _) =>
            completion.Attempt == 1 ? throw new InvalidOperationException("no") : Task.CompletedTask;
        await shard.RegisterAsync();
        await _calls.NextAsync();
        _clock.Advance(await _clock.ArmedAsync(due => due == options.DeliveryRetryDelay));

        var completion = await _calls.NextAsync();

        Assert.That(completion.Runs.Select(run => run.Id), Is.EqualTo((string[])["run-1"]));
        Assert.That(_client.Waits, Has.Count.EqualTo(requests));
    }

    [Test]
    public async Task Deliver_ManyResultsAtOnce_ReadsThoseAgainThatHaveNoPlace()
    {
        var (shard, release) = await StartWithManyResultsAsync();

        release.SetResult();

        HashSet<string> delivered = [];
        while (delivered.Count < Count)
        {
            delivered.Add((await _calls.NextAsync()).WaitId);
        }

        await UntilAsync(shard, () => _calls.Count == Count);
        Assert.That(_client.Waits, Has.Count.InRange(Count + (Count / 2), Count + Count - Places));
    }

    [Test]
    public async Task Deliver_ReadingAgainTakesLong_LeavesItsPlaceToOthers()
    {
        var (shard, release) = await StartWithManyResultsAsync();
        var service = new TaskCompletionSource();
        var read = _client.Wait;
        _client.Wait = async (ids, token) =>
        {
            await service.Task.WaitAsync(token);
            return await read(ids, token);
        };

        release.SetResult();

        // Until all that are not delivered have asked again.
        await UntilAsync(shard, () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            return _client.Waits.Count - Count == Count - _calls.Count;
        });
        service.SetResult();
        await UntilAsync(shard, () => _calls.Count == Count);
    }

    // Some handlers are at work, and all other waits have a result.
    private async Task<(TestShard Shard, TaskCompletionSource Release)> StartWithManyResultsAsync()
    {
        var (read, finished) = (_client.Wait, 0);
        _client.Wait = async (ids, token) =>
        {
            var runs = await read(ids, token);
            Interlocked.Increment(ref finished);
            return runs;
        };
        var release = new TaskCompletionSource();
        _calls.Handle = (_, _) => release.Task;
        var shard = await new TestShard(time: _clock, client: _client, calls: _calls).StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => shard.RegisterAsync($"wait-{i}")));
        await UntilAsync(shard, () => Volatile.Read(ref finished) == Count);
        return (shard, release);
    }

    private static async Task UntilAsync(TestShard shard, Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(RealTime.Limit);
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await shard.HasWaitsAsync();
        }
    }
}
