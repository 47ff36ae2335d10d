using KnowledgeBaseClient.Tests.Cluster;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class WaitDeliveryTests
{
    private static readonly FleetOptions ThreeAttempts = new()
    {
        MaxDeliveryAttempts = 3,
        DeliveryRetryDelay = TimeSpan.FromSeconds(10),
        MaxDeliveryRetryDelay = TimeSpan.FromSeconds(15),
        HandlerTimeout = TimeSpan.FromMinutes(2),
    };

    [Test]
    public async Task Deliver_HandlerThrows_RetriesWithGrowingAttemptsUntilDeadLetter()
    {
        var (clock, storage) = (new TestClock(), new ShardStorage());
        var shard = await new TestShard(storage, clock, options: ThreeAttempts).StartAsync();
        shard.Calls.Handle = static (_, _) => throw new InvalidOperationException("no index");
        await shard.RegisterAsync();

        List<int> attempts = [(await shard.Calls.NextAsync()).Attempt];
        foreach (var seconds in new[] { 10, 15 })
        {
            var delay = await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(seconds));
            Assert.That((await shard.StatusAsync()).Phase, Is.EqualTo(DurableWaitPhase.Retrying));
            clock.Advance(delay);
            attempts.Add((await shard.Calls.NextAsync()).Attempt);
        }

        var status = (await shard.UntilAsync(status => status!.Phase == DurableWaitPhase.DeadLetter))!;
        await shard.StopAsync();
        var next = await new TestShard(storage, clock, options: ThreeAttempts).StartAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(attempts, Is.EqualTo((int[])[1, 2, 3]));
            Assert.That(status.Attempt, Is.EqualTo(3));
            Assert.That(status.LastError, Is.EqualTo("no index"));
            Assert.That((await next.StatusAsync()).Phase, Is.EqualTo(DurableWaitPhase.DeadLetter), "it is stored");
            Assert.That(next.Calls.Count, Is.Zero);
            Assert.That(await next.RegisterAsync(), Is.False);
            Assert.That(await next.CancelAsync(), Is.True);
            Assert.That(await next.RegisterAsync(), Is.True);
        }

        Assert.That((await next.Calls.NextAsync()).Attempt, Is.EqualTo(1));
    }

    [Test]
    public async Task Deliver_HandlerThrowsWithTheKey_LogsItRedacted()
    {
        using var logs = new CapturedLogs();
        var options = new FleetOptions { MaxDeliveryAttempts = 1 };
        var shard = await new TestShard(options: options, logger: logs.CreateLogger("waits"), secret: TestClients.Key).StartAsync();
        shard.Calls.Handle = static (_, _) => throw new InvalidOperationException($"the key {TestClients.Key} is odd");
        await shard.RegisterAsync();

        var status = await shard.UntilAsync(status => status!.Phase == DurableWaitPhase.DeadLetter);

        Assert.That(status!.LastError, Does.Contain("is odd").And.Not.Contain(TestClients.Key));
        Assert.That(logs.Texts, Has.Some.Contains("is odd").And.None.Contains(TestClients.Key));
    }

    [Test]
    public async Task Deliver_SiloStopsDuringCall_IsNoFailureOfHandler()
    {
        var storage = new ShardStorage();
        var calls = new HandlerCalls { Handle = static (_, token) => Task.Delay(Timeout.Infinite, token) };
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var shard = await new TestShard(storage, calls: calls, options: ThreeAttempts).StartAsync();
            if (attempt == 1)
            {
                await shard.RegisterAsync();
            }

            Assert.That((await calls.NextAsync()).Attempt, Is.EqualTo(attempt));
            await shard.StopAsync();
        }

        Assert.That(storage.Read().State.Waits.Single().Failures, Is.Zero);
    }

    [Test]
    public async Task Deliver_HandlerFinishesWhileSiloStops_RemovesWait()
    {
        var storage = new ShardStorage();
        var shard = await new TestShard(storage).StartAsync();
        shard.Calls.Handle = static async (_, token) =>
        {
            var stopped = new TaskCompletionSource();
            await using var registration = token.Register(stopped.SetResult);
            await stopped.Task;
        };
        await shard.RegisterAsync();
        await shard.Calls.NextAsync();

        await shard.StopAsync();

        Assert.That(storage.Read().State.Waits, Is.Empty);
    }

    [Test]
    public async Task Deliver_HandlerTimesOut_CountsAsFailure()
    {
        var clock = new TestClock();
        var shard = await new TestShard(time: clock, options: ThreeAttempts).StartAsync();
        shard.Calls.Handle = static (_, token) => Task.Delay(Timeout.Infinite, token);
        await shard.RegisterAsync();
        await shard.Calls.NextAsync();
        clock.Advance(await clock.ArmedAsync(due => due == ThreeAttempts.HandlerTimeout));

        var status = await shard.UntilAsync(status => status!.Phase == DurableWaitPhase.Retrying);

        Assert.That(status!.LastError, Is.EqualTo("The handler did not finish within 2 min (FleetOptions.HandlerTimeout)."));
    }

    [Test]
    public async Task Deliver_HandlerIgnoresItsToken_IsAbandonedAndRetried()
    {
        var clock = new TestClock();
        var shard = await new TestShard(time: clock, options: ThreeAttempts).StartAsync();
        var release = new TaskCompletionSource();
        shard.Calls.Handle = (_, _) => release.Task;
        await shard.RegisterAsync();
        await shard.Calls.NextAsync();
        clock.Advance(await clock.ArmedAsync(due => due == ThreeAttempts.HandlerTimeout));
        clock.Advance(await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(5)));
        clock.Advance(await clock.ArmedAsync(due => due == ThreeAttempts.DeliveryRetryDelay));

        Assert.That((await shard.Calls.NextAsync()).Attempt, Is.EqualTo(2));
        release.SetResult();
    }

    [Test]
    public async Task Deliver_HandlerBlocksItsThread_ShardServesCalls()
    {
        var shard = await new TestShard().StartAsync();
        using var release = new ManualResetEventSlim();
        shard.Calls.Handle = (_, _) =>
        {
            release.Wait(RealTime.Limit, CancellationToken.None);
            return Task.CompletedTask;
        };
        await shard.RegisterAsync("wait-1");
        await shard.Calls.NextAsync();

        Assert.That((await shard.StatusAsync()).Phase, Is.EqualTo(DurableWaitPhase.Delivering));
        release.Set();
        await shard.UntilAsync(status => status is null);
    }

    [Test]
    public async Task Deliver_UnknownHandler_MovesToAnotherSilo()
    {
        var (clock, storage) = (new TestClock(), new ShardStorage());
        var shard = await new TestShard(storage, clock).StartAsync();
        await shard.RegisterAsync(handler: "other");
        clock.Advance(await clock.ArmedAsync(due => due == TimeSpan.FromMinutes(1)));
        await shard.Deactivated;
        var status = await shard.StatusAsync();
        await shard.StopAsync();

        var next = await new TestShard(storage, clock, handler: "other").StartAsync();

        var completion = await next.Calls.NextAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.LastError, Does.Contain("\"other\"").And.Contain("AddRunCompletionHandler"));
            Assert.That(status.Attempt, Is.Zero);
            Assert.That(completion.Attempt, Is.EqualTo(1));
        }
    }
}
