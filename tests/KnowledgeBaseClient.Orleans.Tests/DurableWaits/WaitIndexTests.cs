using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace KnowledgeBaseClient.Tests.DurableWaits;

public sealed class WaitIndexTests
{
    private readonly TestClock _clock = new();
    private readonly TaskFactory _scheduler = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly Dictionary<string, int> _pings = [];
    private readonly TaskCompletionSource _failed = new();
    private List<string> _stored = [];
    private int _writes;
    private Func<string, Task<bool>> _ping = static _ => Task.FromResult(true);
    private Exception? _failure;
    private ILogger _logger = NullLogger.Instance;

    [Test]
    public async Task Add_Key_IsStoredWhenItReturns()
    {
        var index = Create();
        await DoAsync(() => Task.WhenAll(index.AddAsync("a"), index.AddAsync("b")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_stored, Is.EquivalentTo((string[])["a", "b"]));
            Assert.That(_writes, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Add_KnownKey_WritesAgain()
    {
        var index = Create("a");
        await DoAsync(() => index.AddAsync("a"));
        Assert.That(_writes, Is.EqualTo(1));
    }

    [Test]
    public async Task Add_WriteFails_ThrowsAndReportsIt()
    {
        var index = Create();
        _failure = new IOException("disk full");

        await Assert.ThrowsAsync<IOException>(() => DoAsync(() => index.AddAsync("a")));

        await _failed.Task.OrTimeout();
        await Assert.ThrowsAsync<IOException>(() => DoAsync(() => index.AddAsync("b")));
    }

    [Test]
    public async Task Ping_ByManySilos_PingsEachShardOnceInAnInterval()
    {
        var index = Create("a", "b");
        await PingAsync(index);
        await PingAsync(index);
        Assert.That(_pings, Is.EquivalentTo(new Dictionary<string, int> { ["a"] = 1, ["b"] = 1 }));

        _clock.Advance(TimeSpan.FromSeconds(5));
        await PingAsync(index);
        Assert.That(_pings["a"], Is.EqualTo(2));
    }

    [Test]
    public async Task Ping_ShardDoesNotRespond_PingsOthers()
    {
        var index = Create("a", "b");
        _ping = static key => key == "a" ? new TaskCompletionSource<bool>().Task : Task.FromResult(true);
        await PingAsync(index);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await PingAsync(index);
        Assert.That(_pings, Is.EquivalentTo(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }));
    }

    [Test]
    public async Task Ping_ShardFails_IsRetriedSoon()
    {
        var index = Create("a");
        _ping = static _ => throw new OrleansException("its silo has failed");
        await PingAsync(index);
        _ping = static _ => Task.FromResult(true);
        _clock.Advance(await _clock.ArmedAsync(due => due == TimeSpan.FromSeconds(1)));
        await DoAsync(static () => Task.CompletedTask);
        await UntilAsync(() => _pings["a"] == 2);
    }

    [Test]
    public async Task Ping_ShardFails_LogsRedactedReason()
    {
        var logs = new CapturedLogs();
        _logger = logs.CreateLogger(DurableWaitEvents.Category);
        var index = Create("a");
        _ping = static _ => throw new OrleansException("refused: the-key");

        await PingAsync(index);

        Assert.That(string.Concat(logs.Texts), Does.Contain("refused: ***").And.Not.Contain("the-key"));
    }

    [Test]
    public async Task Ping_ShardIsEmptyForLong_RemovesIt()
    {
        var index = Create("a", "b");
        _ping = static key => Task.FromResult(key == "b");
        await PingAsync(index);
        Assert.That(_writes, Is.Zero, "a registration may follow soon");

        _clock.Advance(TimeSpan.FromMinutes(1));
        await PingAsync(index);

        await UntilAsync(() => _writes == 1);
        Assert.That(_stored, Is.EqualTo((string[])["b"]));
    }

    [Test]
    public async Task Ping_ShardIsAddedMeanwhile_KeepsIt()
    {
        var index = Create("a");
        _ping = static _ => Task.FromResult(false);
        await PingAsync(index);
        _clock.Advance(TimeSpan.FromMinutes(2));
        var response = new TaskCompletionSource<bool>();
        _ping = _ => response.Task;
        await PingAsync(index);

        await DoAsync(() => index.AddAsync("a"));
        response.SetResult(false);
        await DoAsync(static () => Task.CompletedTask);
        await DoAsync(() => index.AddAsync("b"));

        Assert.That(_stored, Is.EquivalentTo((string[])["a", "b"]));
    }

    private WaitIndex Create(params string[] stored)
    {
        var index = new WaitIndex(
            async state =>
            {
                await Task.Yield();
                _writes++;
                _stored = _failure is null ? state.Shards : throw _failure;
            },
            key =>
            {
                _pings[key] = _pings.GetValueOrDefault(key) + 1;
                return _ping(key);
            },
            _ => _failed.TrySetResult(),
            _clock,
            _logger,
            static text => text.Replace("the-key", "***", StringComparison.Ordinal));
        index.Start(new WaitIndexState { Shards = [.. stored] });
        return index;
    }

    private async Task PingAsync(WaitIndex index)
    {
        await DoAsync(() =>
        {
            index.Ping();
            return Task.CompletedTask;
        });

        // The pings have been queued: they run before this.
        await DoAsync(static () => Task.CompletedTask);
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(RealTime.Limit);
        var isMet = false;
        while (!isMet)
        {
            limit.Token.ThrowIfCancellationRequested();
            await DoAsync(() =>
            {
                isMet = condition();
                return Task.CompletedTask;
            });
        }
    }

    private Task DoAsync(Func<Task> work) => _scheduler.StartNew(work).Unwrap().OrTimeout();
}
