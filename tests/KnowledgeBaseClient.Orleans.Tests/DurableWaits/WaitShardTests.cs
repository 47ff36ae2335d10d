using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class WaitShardTests
{
    [Test]
    public async Task Register_RunsFinished_CallsHandlerOnceAndRemovesWait()
    {
        var storage = new ShardStorage();
        var shard = await new TestShard(storage).StartAsync();

        Assert.That(await shard.RegisterAsync("wait-1", null, TestShard.Handler, "run-2", "run-1", "run-2"), Is.True);

        var completion = await shard.Calls.NextAsync();
        await shard.UntilAsync(status => status is null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(completion.WaitId, Is.EqualTo("wait-1"));
            Assert.That(completion.KnowledgeBaseId, Is.EqualTo(TestShard.KnowledgeBase));
            Assert.That(completion.State, Is.EqualTo("state of wait-1"));
            Assert.That(completion.Attempt, Is.EqualTo(1));
            Assert.That(completion.Runs.Select(run => run.Id), Is.EqualTo((string[])["run-2", "run-1"]));
            Assert.That(completion.Failure, Is.Null);
            Assert.That(shard.Calls.Count, Is.EqualTo(1));
        }

        await shard.StopAsync();
        Assert.That(storage.Read().State.Waits, Is.Empty);
    }

    [Test]
    public async Task Register_SameIdConcurrently_OneReturnsTrueAfterItIsStored()
    {
        var storage = new ShardStorage();
        var gate = new TaskCompletionSource();
        var shard = await new TestShard(storage, client: Pending()) { WriteGate = gate.Task }.StartAsync();

        var calls = Enumerable.Range(0, 10).Select(_ => shard.RegisterAsync()).ToArray();
        await shard.UntilAsync(status => status is not null);
        Assert.That(calls.Any(call => call.IsCompleted), Is.False);
        gate.SetResult();

        var results = await Task.WhenAll(calls);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(results.Count(isNew => isNew), Is.EqualTo(1));
            Assert.That(storage.Read().State.Waits, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Register_ManyWaitsAtOnce_SharesWrites()
    {
        var storage = new ShardStorage();
        var gate = new TaskCompletionSource();
        var shard = await new TestShard(storage, client: Pending()) { WriteGate = gate.Task }.StartAsync();

        var calls = Enumerable.Range(0, 200).Select(i => shard.RegisterAsync($"wait-{i}")).ToArray();
        await shard.HasWaitsAsync();
        gate.SetResult();
        await Task.WhenAll(calls);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(storage.Writes, Is.LessThanOrEqualTo(2));
            Assert.That(storage.Read().State.Waits, Has.Count.EqualTo(200));
            Assert.That(shard.IndexCalls, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Register_FirstWait_IsInIndexBeforeItIsStored()
    {
        var storage = new ShardStorage();
        var added = new TaskCompletionSource();
        var shard = await new TestShard(storage, client: Pending()) { Index = () => added.Task }.StartAsync();

        var call = shard.RegisterAsync();
        var hasWaits = await shard.HasWaitsAsync();
        var writes = storage.Writes;
        added.SetResult();
        await call;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(hasWaits, Is.True, "the index must not remove a shard with a registration in progress");
            Assert.That(writes, Is.Zero);
            Assert.That(storage.Writes, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Register_IndexFails_ThrowsAndNextOneSucceeds()
    {
        var shard = await new TestShard(client: Pending()).StartAsync();
        shard.Index = static () => Task.FromException(new OrleansException("out of reach"));

        await Assert.ThrowsAsync<OrleansException>(() => shard.RegisterAsync());
        Assert.That(await shard.HasWaitsAsync(), Is.False);
        shard.Index = static () => Task.CompletedTask;
        Assert.That(await shard.RegisterAsync(), Is.True);
    }

    [Test]
    public async Task Register_WriteFails_ThrowsAndDeactivates()
    {
        var storage = new ShardStorage();
        var shard = await new TestShard(storage, client: Pending()).StartAsync();
        await shard.RegisterAsync("wait-1");
        storage.NextFailure = new IOException("disk full");

        await Assert.ThrowsAsync<IOException>(() => shard.RegisterAsync("wait-2"));
        await shard.Deactivated;
        using (Assert.EnterMultipleScope())
        {
            await Assert.ThrowsAsync<OrleansException>(() => shard.RegisterAsync("wait-3"));
            await Assert.ThrowsAsync<OrleansException>(() => shard.ListAsync());
            Assert.That(storage.Read().State.Waits.Select(wait => wait.Id), Is.EqualTo((string[])["wait-1"]));
        }

        var next = await new TestShard(storage, client: Pending()).StartAsync();
        Assert.That(await next.RegisterAsync("wait-2"), Is.True);
    }

    [Test]
    public async Task Write_StateChangesMeanwhile_ProviderHasCopy()
    {
        var storage = new ShardStorage();
        WaitShardState? written = null;
        var shard = await new TestShard(storage, client: Pending()).StartAsync();
        storage.OnWrite = state => written ??= state;
        await shard.RegisterAsync("wait-1");
        var entries = written!.Waits;
        await shard.RegisterAsync("wait-2");
        Assert.That(entries.Select(entry => entry.Id), Is.EqualTo((string[])["wait-1"]));
    }

    [Test]
    public async Task Cancel_WaitingForRuns_RemovesWait()
    {
        var storage = new ShardStorage();
        var client = Pending();
        var shard = await new TestShard(storage, client: client).StartAsync();
        await shard.RegisterAsync();

        Assert.That(await shard.CancelAsync(), Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await shard.CancelAsync(), Is.False);
            Assert.That((await shard.ListAsync()).Waits, Is.Empty);
            Assert.That(storage.Read().State.Waits, Is.Empty);
            Assert.That(shard.Calls.Count, Is.Zero);
        }
    }

    [Test]
    public async Task Cancel_DuringDelivery_CancelsTokenAndNeverDeliversAgain()
    {
        var storage = new ShardStorage();
        var shard = await new TestShard(storage).StartAsync();
        var canceled = new TaskCompletionSource();
        shard.Calls.Handle = async (_, token) =>
        {
            await using var registration = token.Register(() => canceled.TrySetResult());
            await canceled.Task;
            throw new InvalidOperationException("interrupted");
        };
        await shard.RegisterAsync();
        await shard.Calls.NextAsync();
        Assert.That((await shard.StatusAsync()).Phase, Is.EqualTo(DurableWaitPhase.Delivering));

        Assert.That(await shard.CancelAsync(), Is.True);

        await canceled.Task.OrTimeout();
        await shard.StopAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(storage.Read().State.Waits, Is.Empty);
            Assert.That(shard.Calls.Count, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Start_StoredWait_ResumesIt()
    {
        var storage = new ShardStorage();
        var first = await new TestShard(storage, client: Pending()).StartAsync();
        await first.RegisterAsync();
        await first.StopAsync();

        var second = await new TestShard(storage).StartAsync();

        Assert.That((await second.Calls.NextAsync()).Attempt, Is.EqualTo(1));
        await second.UntilAsync(status => status is null);
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
