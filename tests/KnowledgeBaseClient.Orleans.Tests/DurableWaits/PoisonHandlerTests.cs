using KnowledgeBaseClient.Tests.Cluster;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

// Handlers that end their process, so that an attempt is stored without a result.
public sealed class PoisonHandlerTests
{
    private static readonly FleetOptions TwoAttempts = new() { MaxDeliveryAttempts = 2 };

    private readonly TestClock _clock = new();
    private readonly ShardStorage _storage = new();

    // It never returns, like a process that is gone.
    private readonly HandlerCalls _calls = new() { Handle = static (_, _) => new TaskCompletionSource().Task };

    [Test]
    public async Task Resume_ProcessEndedDuringCalls_IsDeadLetterAfterMaxDeliveryAttempts()
    {
        await (await StartAsync()).RegisterAsync();
        await _calls.NextAsync();

        var second = await StartAsync();
        var status = await second.StatusAsync();
        _clock.Advance(await _clock.ArmedAsync(due => due == TwoAttempts.DeliveryRetryDelay));
        await _calls.NextAsync();
        var third = await StartAsync();
        var final = await third.StatusAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status.Phase, Is.EqualTo(DurableWaitPhase.Retrying));
            Assert.That(status.LastError, Does.Contain("The process ended"));
            Assert.That(final.Phase, Is.EqualTo(DurableWaitPhase.DeadLetter));
            Assert.That(final.Attempt, Is.EqualTo(2));
            Assert.That(_calls.Count, Is.EqualTo(2));
        }

        // The dead letter is stored without another change.
        await third.StopAsync();
        Assert.That(_storage.Read().State.Waits.Single().IsDeadLetter, Is.True);
    }

    [Test]
    public async Task Resume_HandlerIgnoredItsTokenWhileSiloStopped_IsNoFailure()
    {
        var first = await StartAsync();
        await first.RegisterAsync();
        await _calls.NextAsync();

        var stop = first.StopAsync();
        _clock.Advance(await _clock.ArmedAsync(due => due == TimeSpan.FromSeconds(5)));
        await stop;

        await StartAsync();
        Assert.That((await _calls.NextAsync()).Attempt, Is.EqualTo(2));
        Assert.That(_storage.Read().State.Waits.Single().Failures, Is.Zero);
    }

    [Test]
    public async Task Resume_SiloStoppedWhileAttemptWasStored_IsNoFailure()
    {
        _calls.Handle = static (_, token) => Task.Delay(Timeout.Infinite, token);
        var first = await StartAsync();
        var stop = new TaskCompletionSource<Task>();
        _storage.OnWritten = state =>
        {
            if (state.Waits.Single().IsHandlerAtWork)
            {
                _storage.OnWritten = null;
                stop.SetResult(Task.Run(first.StopAsync));
            }
        };
        await first.RegisterAsync();
        await await stop.Task.OrTimeout();

        var wait = _storage.Read().State.Waits.Single();
        Assert.That((wait.IsHandlerAtWork, wait.Failures), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task Resume_HandlerFailedBefore_CountsItOnce()
    {
        _calls.Handle = static (_, _) => throw new InvalidOperationException("no index");
        var first = await StartAsync();
        await first.RegisterAsync();
        await _clock.ArmedAsync(due => due == TwoAttempts.DeliveryRetryDelay);

        var next = await StartAsync();

        Assert.That((await next.StatusAsync()).Phase, Is.EqualTo(DurableWaitPhase.Retrying));
        Assert.That(_storage.Read().State.Waits.Single().Failures, Is.EqualTo(1));
    }

    private Task<TestShard> StartAsync() => new TestShard(_storage, _clock, calls: _calls, options: TwoAttempts).StartAsync();
}
