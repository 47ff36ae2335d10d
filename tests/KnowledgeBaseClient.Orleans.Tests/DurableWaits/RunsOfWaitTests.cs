using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class RunsOfWaitTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    [Test]
    public async Task Wait_Options_HaveNoOutageLimitAndTheTimeThatIsLeft()
    {
        var client = new StubRunsClient();
        var shard = await new TestShard(client: client).StartAsync();
        await shard.RegisterAsync(timeout: Timeout);
        await shard.Calls.NextAsync();

        var options = client.Waits.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(options.Timeout, Is.EqualTo(Timeout));
            Assert.That(options.MissingGrace, Is.EqualTo(TimeSpan.FromSeconds(30)));
            Assert.That(options.OutageTimeout, Is.EqualTo(System.Threading.Timeout.InfiniteTimeSpan));
        }
    }

    [Test]
    public async Task Wait_TimedOut_DeliversFinishedRunsAndFailure()
    {
        var client = new StubRunsClient
        {
            Wait = static (_, _) => Task.FromResult<IEnumerable<Run>>([new Testing.RunBuilder("run-2").Completed().Build()]),
            ThrowAtEnd = new RunWaitTimeoutException("not done"),
        };
        var shard = await new TestShard(client: client).StartAsync();
        await shard.RegisterAsync("wait-1", Timeout, TestShard.Handler, "run-1", "run-2");

        var completion = await shard.Calls.NextAsync();

        var failure = completion.Failure as RunWaitTimeoutException;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(completion.Runs.Select(run => run.Id), Is.EqualTo((string[])["run-2"]));
            Assert.That(failure?.Pending, Is.EqualTo((string[])["run-1"]));
            Assert.That(failure?.Timeout, Is.EqualTo(Timeout));
            Assert.That(failure?.Message, Does.Contain("10 min").And.Contain("1 of 2 runs"));
        }
    }

    [Test]
    public async Task Wait_RunNotFound_DeliversFailure()
    {
        var client = new StubRunsClient { ThrowAtEnd = new RunNotFoundException("not listed") { RunIds = ["run-1"] } };
        client.Wait = static (_, _) => Task.FromResult(Enumerable.Empty<Run>());
        var shard = await new TestShard(client: client).StartAsync();
        await shard.RegisterAsync();

        var completion = await shard.Calls.NextAsync();

        Assert.That((completion.Failure as RunNotFoundException)?.RunIds, Is.EqualTo((string[])["run-1"]));
        await shard.UntilAsync(status => status is null);
    }

    [Test]
    public async Task Wait_OtherFailure_RetriesAndShowsIt()
    {
        var (clock, client) = (new TestClock(), new StubRunsClient { ThrowAtEnd = new ApiKeyRejectedException("rejected") });
        client.Wait = static (_, _) => Task.FromResult(Enumerable.Empty<Run>());
        var shard = await new TestShard(time: clock, client: client).StartAsync();
        await shard.RegisterAsync();

        await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(5));
        var status = await shard.StatusAsync();
        clock.Advance(TimeSpan.FromSeconds(5));
        await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(10));
        var finished = new StubRunsClient();
        (client.Wait, client.ThrowAtEnd) = (finished.Wait, null);
        clock.Advance(TimeSpan.FromSeconds(10));

        var completion = await shard.Calls.NextAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.LastError, Is.EqualTo("rejected"));
            Assert.That(status.Phase, Is.EqualTo(DurableWaitPhase.Waiting));
            Assert.That(completion.Failure, Is.Null);
        }
    }

    [Test]
    public async Task Wait_FailsUntilDeadline_DeliversTimeoutWithLastFailure()
    {
        var (clock, client) = (new TestClock(), new StubRunsClient { ThrowAtEnd = new ApiKeyRejectedException("rejected") });
        client.Wait = static (_, _) => Task.FromResult(Enumerable.Empty<Run>());
        var shard = await new TestShard(time: clock, client: client).StartAsync();
        await shard.RegisterAsync(timeout: TimeSpan.FromSeconds(8));

        clock.Advance(await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(5)));
        clock.Advance(await clock.ArmedAsync(due => due == TimeSpan.FromSeconds(3)));

        var failure = (await shard.Calls.NextAsync()).Failure;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure, Is.TypeOf<RunWaitTimeoutException>());
            Assert.That(failure?.Message, Does.Contain("rejected"));
            Assert.That(failure?.Pending, Is.EqualTo((string[])["run-1"]));
        }
    }

    [Test]
    public async Task Resume_AfterDeadline_AsksOnceMore()
    {
        var (clock, storage, client) = (new TestClock(), new ShardStorage(), new StubRunsClient());
        var first = await new TestShard(storage, clock, Pending()).StartAsync();
        await first.RegisterAsync(timeout: Timeout);
        await first.StopAsync();
        clock.Advance(TimeSpan.FromDays(100));

        var next = await new TestShard(storage, clock, client).StartAsync();

        var completion = await next.Calls.NextAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(completion.Failure, Is.Null);
            Assert.That(client.Waits.Single().Timeout, Is.EqualTo(TimeSpan.FromSeconds(30)));
        }
    }

    private static StubRunsClient Pending() => new()
    {
        Wait = static async (_, token) =>
        {
            await Task.Delay(System.Threading.Timeout.Infinite, token);
            return [];
        },
    };
}
