using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// The shards that may have waits, and the pings that keep them active. Runs on the scheduler of its grain; not thread-safe.
internal sealed class WaitIndex
{
    // Every silo pings the index: more often than one silo, the shards are not pinged.
    private static readonly TimeSpan MinInterval = WaitPinger.Interval - TimeSpan.FromSeconds(1);

    // The silo of a shard may just have failed.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private const int MaxAttempts = 3;

    private static readonly TimeSpan RemovalDelay = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, IndexedShard> _shards = new(StringComparer.Ordinal);
    private readonly Func<string, Task<bool>> _ping;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Func<string, string> _redact;
    private readonly GroupCommit _commit;
    private long? _pingedAt;

    // Write: receives a copy of the state. OnFailed: a write has failed, so that the memory may differ from what is stored.
    public WaitIndex(
        Func<WaitIndexState, Task> write,
        Func<string, Task<bool>> ping,
        Action<Exception> onFailed,
        TimeProvider time,
        ILogger logger,
        Func<string, string> redact)
    {
        (_ping, _time, _logger, _redact) = (ping, time, logger, redact);
        _commit = new GroupCommit(() => write(new WaitIndexState { Shards = [.. _shards.Keys] }), onFailed);
    }

    // Called once, with the stored state.
    public void Start(WaitIndexState? stored)
    {
        foreach (var key in stored?.Shards ?? [])
        {
            _shards[key] = new IndexedShard();
        }
    }

    // Always writes: an index that another silo has replaced must not confirm what it remembers.
    public Task AddAsync(string key)
    {
        if (!_shards.TryGetValue(key, out var shard))
        {
            _shards[key] = shard = new IndexedShard();
        }

        shard.Version++;
        shard.EmptySince = null;
        return _commit.WriteAsync();
    }

    // Does not wait for the shards: one that is out of reach must not delay the others.
    public void Ping()
    {
        if (_pingedAt is { } pingedAt && _time.GetElapsedTime(pingedAt) < MinInterval)
        {
            return;
        }

        _pingedAt = _time.GetTimestamp();
        foreach (var (key, shard) in _shards)
        {
            if (!shard.IsBeingPinged)
            {
                shard.IsBeingPinged = true;
                SchedulerTask.Run(() => PingAsync(key, shard));
            }
        }
    }

    public void Stop() => _commit.Close();

    private async Task PingAsync(string key, IndexedShard shard)
    {
        try
        {
            for (var attempt = 1; !await TryPingAsync(key, shard).ConfigureAwait(true) && attempt < MaxAttempts; attempt++)
            {
                await Task.Delay(RetryDelay, _time).ConfigureAwait(true);
            }
        }
        finally
        {
            shard.IsBeingPinged = false;
        }
    }

    private async Task<bool> TryPingAsync(string key, IndexedShard shard)
    {
        var version = shard.Version;
        try
        {
            if (await _ping(key).ConfigureAwait(true))
            {
                shard.EmptySince = null;
            }
            else if (shard.Version == version)
            {
                await RemoveIfEmptyForLongAsync(key, shard).ConfigureAwait(true);
            }

            return true;
        }
        catch (Exception failure)
        {
            var reason = Sentence.End(ErrorText.OfCause(failure, _redact));
            DurableWaitEvents.ShardPingFailed(_logger, key, reason);
            return false;
        }
    }

    // A registration that follows adds the shard again before it stores its wait.
    private Task RemoveIfEmptyForLongAsync(string key, IndexedShard shard)
    {
        shard.EmptySince ??= _time.GetTimestamp();
        return _time.GetElapsedTime(shard.EmptySince.Value) >= RemovalDelay && _shards.Remove(key)
            ? _commit.WriteAsync()
            : Task.CompletedTask;
    }
}
