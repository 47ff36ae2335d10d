using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.Budget;

public sealed class BudgetLimiterTests : IDisposable
{
    private static readonly TimeSpan FallbackAfter = TimeSpan.FromSeconds(15);

    private readonly TestClock _clock = new();
    private readonly CapturedLogs _logs = new(minimum: LogLevel.Information);
    private readonly FakeBudgetGrain _grain = new();
    private readonly BudgetLimiter _limiter;

    public BudgetLimiterTests() => _limiter = new BudgetLimiter(
        new BudgetSettings("budget", 8, FallbackAfter),
        _grain.AskAsync,
        _clock,
        BudgetMetrics.Of(factory: null),
        _logs.CreateLogger(BudgetEvents.Category));

    public void Dispose()
    {
        _limiter.Dispose();
        _logs.Dispose();
    }

    [Test]
    public async Task WaitAsync_Granted_CompletesInOrder()
    {
        var first = _limiter.WaitAsync("kb", CancellationToken.None);
        var second = _limiter.WaitAsync("kb", CancellationToken.None);

        var request = await _grain.GrantNextAsync(1);

        await first.OrTimeout();
        Assert.That((request.KnowledgeBaseId, request.Rate), Is.EqualTo(("kb", 8)));
        Assert.That(second.IsCompleted, Is.False);
        Assert.That((await _grain.GrantNextAsync(1)).Count, Is.EqualTo(1));
        await second.OrTimeout();
    }

    [Test]
    public async Task WaitAsync_OtherKnowledgeBase_HasACallOfItsOwn()
    {
        var first = _limiter.WaitAsync("a", CancellationToken.None);
        var held = await _grain.NextAsync();

        var second = _limiter.WaitAsync("b", CancellationToken.None);

        Assert.That((await _grain.GrantNextAsync(1)).KnowledgeBaseId, Is.EqualTo("b"));
        await second.OrTimeout();
        Assert.That(first.IsCompleted, Is.False);
        held.Grant.SetResult(new BudgetGrant { Tokens = 1, Lifetime = BudgetLimits.MinLifetime });
        await first.OrTimeout();
    }

    [Test]
    public async Task WaitAsync_TokenIsLate_AsksAgain()
    {
        var waiting = _limiter.WaitAsync("kb", CancellationToken.None);
        var (_, late) = await _grain.NextAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        late.SetResult(new BudgetGrant { Tokens = 1, Held = TimeSpan.FromSeconds(0.8), Lifetime = BudgetLimits.MinLifetime });

        var next = await _grain.NextAsync();

        Assert.That(waiting.IsCompleted, Is.False);
        next.Grant.SetResult(new BudgetGrant { Tokens = 1, Lifetime = BudgetLimits.MinLifetime });
        await waiting.OrTimeout();
    }

    [Test]
    public async Task WaitAsync_HeldForLong_UsesTheToken()
    {
        var waiting = _limiter.WaitAsync("kb", CancellationToken.None);
        var (_, grant) = await _grain.NextAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        grant.SetResult(new BudgetGrant { Tokens = 1, Held = TimeSpan.FromSeconds(0.95), Lifetime = BudgetLimits.MinLifetime });

        await waiting.OrTimeout();
    }

    [Test]
    public async Task WaitAsync_TokensAreLateThreeTimes_ReportsTheDelay()
    {
        var waiting = _limiter.WaitAsync("kb", CancellationToken.None);
        for (var late = 0; late < 3; late++)
        {
            var (request, grant) = await _grain.NextAsync();
            Assert.That(request.Delay, Is.EqualTo(TimeSpan.Zero));
            _clock.Advance(TimeSpan.FromSeconds(0.3));
            grant.SetResult(new BudgetGrant { Tokens = 1, Lifetime = BudgetLimits.MinLifetime });
        }

        var next = await _grain.NextAsync();

        Assert.That(next.Request.Delay, Is.EqualTo(TimeSpan.FromSeconds(0.3)));
        next.Grant.SetResult(new BudgetGrant { Tokens = 1, Lifetime = TimeSpan.FromSeconds(0.45) });
        await waiting.OrTimeout();
    }

    [Test]
    public async Task WaitAsync_Canceled_GivesUpItsPlace()
    {
        using var cancellation = new CancellationTokenSource();
        var canceled = _limiter.WaitAsync("kb", cancellation.Token);
        var next = _limiter.WaitAsync("kb", CancellationToken.None);
        await cancellation.CancelAsync();
        Assert.That(async () => await canceled.OrTimeout(), Throws.InstanceOf<OperationCanceledException>());

        await _grain.GrantNextAsync(1);

        await next.OrTimeout();
    }

    [Test]
    public async Task WaitAsync_AllCanceled_EndsThePumpAndStartsAnother()
    {
        using var cancellation = new CancellationTokenSource();
        var canceled = _limiter.WaitAsync("kb", cancellation.Token);
        var held = await _grain.NextAsync();
        await cancellation.CancelAsync();
        Assert.That(async () => await canceled.OrTimeout(), Throws.InstanceOf<OperationCanceledException>());
        held.Grant.SetResult(new BudgetGrant { Lifetime = BudgetLimits.MinLifetime });

        var next = _limiter.WaitAsync("kb", CancellationToken.None);

        await _grain.GrantNextAsync(1);
        await next.OrTimeout();
    }

    [Test]
    public async Task WaitAsync_OutOfReach_UsesItsShareAfterFallbackAfterAndReturns()
    {
        var known = _limiter.WaitAsync("kb", CancellationToken.None);
        await _grain.GrantNextAsync(1, processes: 4);
        await known.OrTimeout();
        _grain.IsOutOfReach = true;
        var started = _clock.GetTimestamp();

        var waits = Enumerable.Range(0, 5).Select(_ => _limiter.WaitAsync("kb", CancellationToken.None)).ToList();
        await AdvanceUntilAsync(waits[0]);

        Assert.That(_clock.GetElapsedTime(started), Is.GreaterThanOrEqualTo(FallbackAfter));
        Assert.That(_logs.Texts, Has.Some.Contains("limits itself to 2 requests per second"));
        await AdvanceUntilAsync(Task.WhenAll(waits));

        // Two per window of at least one second.
        Assert.That(_clock.GetElapsedTime(started), Is.GreaterThanOrEqualTo(FallbackAfter + TimeSpan.FromSeconds(3)));

        _grain.GrantsAll = true;
        _clock.Advance(await _clock.ArmedAsync(due => due == BudgetLimits.RetryDelay));
        Assert.That(() => _logs.Texts, Has.Some.Contains("responds again").After(10_000, 10));
        await _limiter.WaitAsync("kb", CancellationToken.None).OrTimeout();
        Assert.That(string.Join(",", _grain.Granted.Select(request => request.Count)), Is.EqualTo("0,1"));
        Assert.That(_grain.Granted.First().SpentLocally, Is.InRange(1, 2));
    }

    [Test]
    public async Task WaitAsync_CallsHang_UsesItsShareAfterFallbackAfter()
    {
        var waiting = _limiter.WaitAsync("kb", CancellationToken.None);

        await AdvanceUntilAsync(waiting);

        Assert.That(_logs.Texts, Has.Some.Contains("limits itself to 8 requests per second"));
    }

    [Test]
    public async Task WaitAsync_FailsForAWhile_WaitsForTheCluster()
    {
        _grain.IsOutOfReach = true;
        var waiting = _limiter.WaitAsync("kb", CancellationToken.None);
        _clock.Advance(await _clock.ArmedAsync(due => due == BudgetLimits.RetryDelay));
        _grain.IsOutOfReach = false;

        await _grain.GrantNextAsync(1);

        await waiting.OrTimeout();
        Assert.That(_logs.Texts, Is.Empty);
    }

    [Test]
    public void Dispose_QueuedRequest_Fails()
    {
        var waiting = _limiter.WaitAsync("kb", CancellationToken.None);

        _limiter.Dispose();

        Assert.That(async () => await waiting.OrTimeout(), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(async () => await _limiter.WaitAsync("kb", default).OrTimeout(), Throws.InstanceOf<ObjectDisposedException>());
    }

    private async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            var armed = _clock.ArmedAsync(_ => true);
            if (await Task.WhenAny(task, armed) == armed)
            {
                _clock.Advance(await armed);
            }
        }

        await task;
    }
}
