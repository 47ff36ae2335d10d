using KnowledgeBaseClient.Tests.Cluster;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// Several activations of one shard: attempts grow, and an activation that another one has replaced calls no handler.
public sealed class DeliveryFencingTests
{
    private static readonly TimeSpan RetryDelay = new FleetOptions().DeliveryRetryDelay;

    [Test]
    public async Task Deliver_Attempt_IsStoredBeforeTheCall()
    {
        var storage = new ShardStorage();
        var shard = await new TestShard(storage).StartAsync();
        var stored = new TaskCompletionSource<int>();
        shard.Calls.Handle = (_, _) =>
        {
            stored.SetResult(storage.Read().State.Waits.Single().Attempt);
            return Task.CompletedTask;
        };

        await shard.RegisterAsync();

        Assert.That(await stored.Task.OrTimeout(), Is.EqualTo(1));
    }

    [Test]
    public async Task Deliver_AnotherActivationHasWritten_DoesNotCallHandler()
    {
        var storage = new ShardStorage();
        var finish = new TaskCompletionSource();
        var calls = new HandlerCalls();
        var zombie = await new TestShard(storage, client: After(finish.Task)).StartAsync();
        await zombie.RegisterAsync();
        var next = await new TestShard(storage, calls: calls).StartAsync();
        await calls.NextAsync();
        await next.UntilAsync(status => status is null);

        finish.SetResult();

        await zombie.Deactivated;
        await zombie.StopAsync();
        Assert.That(zombie.Calls.Count, Is.Zero);
    }

    [Test]
    public async Task Deliver_FrozenBetweenWriteAndCall_ConfirmsAttemptFirst()
    {
        var (clock, storage) = (new TestClock(), new ShardStorage());
        var zombie = await new TestShard(storage, clock).StartAsync();
        var next = new TestShard(storage, clock);
        var takenOver = new TaskCompletionSource();
        next.Calls.Handle = (_, _) =>
        {
            takenOver.SetResult();
            return Task.CompletedTask;
        };
        storage.OnWritten = state =>
        {
            // The attempt is stored: then the process is frozen, and another one takes over.
            if (state.Waits.Single().Attempt == 1)
            {
                storage.OnWritten = null;
                clock.Advance(TimeSpan.FromSeconds(10));
                zombie.WriteGate = takenOver.Task;
                Task.Run(next.StartAsync);
            }
        };

        await zombie.RegisterAsync();

        clock.Advance(await clock.ArmedAsync(due => due == RetryDelay));
        Assert.That((await next.Calls.NextAsync()).Attempt, Is.EqualTo(2));
        await zombie.Deactivated;
        Assert.That(zombie.Calls.Count, Is.Zero);
    }

    [Test]
    public async Task Deliver_SlowWrite_CallsHandlerAfterSecondWrite()
    {
        var (clock, storage) = (new TestClock(), new ShardStorage());
        var shard = await new TestShard(storage, clock).StartAsync();
        storage.OnWrite = state =>
        {
            if (state.Waits.Single().Attempt == 1)
            {
                storage.OnWrite = null;
                clock.Advance(TimeSpan.FromSeconds(10));
            }
        };

        await shard.RegisterAsync();

        Assert.That((await shard.Calls.NextAsync()).Attempt, Is.EqualTo(1));
        Assert.That(storage.Writes, Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task Deliver_FrozenTwice_ConfirmsAttemptEachTime()
    {
        var (clock, storage) = (new TestClock(), new ShardStorage());
        var zombie = await new TestShard(storage, clock).StartAsync();
        var next = new TestShard(storage, clock);
        var writes = 0;
        storage.OnWritten = state =>
        {
            if (state.Waits.Single().Attempt == 1)
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                if (++writes == 2)
                {
                    storage.OnWritten = null;
                    zombie.WriteGate = next.Calls.NextAsync();
                    Task.Run(async () =>
                    {
                        await next.StartAsync();
                        clock.Advance(await clock.ArmedAsync(due => due == RetryDelay));
                    });
                }
            }
        };

        await zombie.RegisterAsync();

        await zombie.Deactivated;
        Assert.That((zombie.Calls.Count, next.Calls.Count), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Deliver_StorageIsAlwaysSlow_WaitsWithoutFailure()
    {
        var (clock, storage) = (new TestClock(), new ShardStorage());
        var shard = await new TestShard(storage, clock).StartAsync();
        storage.OnWrite = state => clock.Advance(TimeSpan.FromSeconds(state.Waits.Single().NextAttemptAt is null ? 10 : 0));
        await shard.RegisterAsync();

        var delay = await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(10));
        var status = await shard.StatusAsync();
        var calls = shard.Calls.Count;
        clock.Advance(delay);

        Assert.That((await shard.Calls.NextAsync()).Attempt, Is.EqualTo(2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(calls, Is.Zero);
            Assert.That(status.Phase, Is.EqualTo(DurableWaitPhase.Retrying));
            Assert.That(status.LastError, Does.Contain("The storage is slow"));
        }
    }

    [Test]
    public async Task Deliver_RemovalIsNotStored_CallsHandlerAgainWithHigherAttempt()
    {
        var (clock, storage) = (new TestClock(), new ShardStorage());
        var calls = new HandlerCalls();
        var shard = await new TestShard(storage, clock, calls: calls).StartAsync();
        calls.Handle = (_, _) =>
        {
            storage.NextFailure = new IOException("out of reach");
            return Task.CompletedTask;
        };
        await shard.RegisterAsync();
        Assert.That((await calls.NextAsync()).Attempt, Is.EqualTo(1));
        await shard.Deactivated;
        await shard.StopAsync();

        calls.Handle = static (_, _) => Task.CompletedTask;
        var next = await new TestShard(storage, clock, calls: calls).StartAsync();

        clock.Advance(await clock.ArmedAsync(due => due == RetryDelay));
        Assert.That((await calls.NextAsync()).Attempt, Is.EqualTo(2));
        await next.UntilAsync(status => status is null);
    }

    private static StubRunsClient After(Task finished) => new()
    {
        Wait = async (ids, token) =>
        {
            await finished.WaitAsync(token);
            return ids.Select(id => new Testing.RunBuilder(id).Completed().Build());
        },
    };
}
