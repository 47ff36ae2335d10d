namespace KnowledgeBaseClient;

// The waits of one shard: keeps those in memory and in storage the same. Runs on the scheduler of its grain; not thread-safe.
internal sealed class WaitShard
{
    // Handlers of one shard at work at once.
    private const int MaxConcurrentHandlers = 32;

    // Results in memory at once, those of handlers at work included. The others are read again when it is their turn.
    private const int MaxHeldResults = 2 * MaxConcurrentHandlers;

    // For handlers that are at work when the silo stops. Longer than the time after which one that ignores its token is abandoned.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(7);

    private readonly string _knowledgeBaseId;
    private readonly WaitShardServices _services;
    private readonly IWaitShardHost _host;
    private readonly Dictionary<string, ActiveWait> _waits = new(StringComparer.Ordinal);
    private readonly GroupCommit _commit;

    // Not disposed: a handler that ignores its token may outlive the shard.
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);

    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _indexing;
    private bool _isIndexed;
    private int _registering;
    private int _running;
    private int _handlersAtWork;
    private long _size;

    public WaitShard(string knowledgeBaseId, WaitShardServices services, IWaitShardHost host)
    {
        (_knowledgeBaseId, _services, _host) = (knowledgeBaseId, services, host);
        _commit = new GroupCommit(WriteAsync, OnWriteFailed);
        UnknownHandlers = new UnknownHandlers(services, knowledgeBaseId);
    }

    // A registration that is not stored yet counts: the index must not drop the shard meanwhile.
    public bool HasWaits => _waits.Count > 0 || _registering > 0;

    public UnknownHandlers UnknownHandlers { get; }

    public SemaphoreSlim HandlerSlots { get; } = new(MaxConcurrentHandlers);

    public SemaphoreSlim HeldResults { get; } = new(MaxHeldResults);

    public bool IsStopping => _stop.IsCancellationRequested;

    // Called once, with the stored state.
    public void Start(WaitShardState? stored)
    {
        var hasChanged = false;
        foreach (var entry in stored?.Waits ?? [])
        {
            var wait = Add(entry);
            hasChanged |= wait.CountInterruptedAttempt();
            Start(wait, isResumed: true);
        }

        if (hasChanged)
        {
            _commit.WriteAsync().ObserveFailure();
        }

        if (_waits.Count > 0)
        {
            DurableWaitEvents.Resumed(_services.Logger, _waits.Count, _knowledgeBaseId);
        }
    }

    public async Task<bool> RegisterAsync(WaitRegistration registration)
    {
        _registering++;
        try
        {
            if (!_waits.ContainsKey(registration.Id))
            {
                await AddToIndexAsync().ConfigureAwait(true);
            }

            ThrowIfStopping();
            if (_waits.ContainsKey(registration.Id))
            {
                // Its own registration may not be stored yet.
                await _commit.SettleAsync().ConfigureAwait(true);
                return false;
            }

            var entry = registration.ToEntry(_services.Time.GetUtcNow());
            if (_size + WaitSize.Of(entry) > _services.MaxShardBytes)
            {
                throw WaitSize.Full(_knowledgeBaseId, _waits.Count, _size, _services.MaxShardBytes);
            }

            var wait = Add(entry);
            await _commit.WriteAsync().ConfigureAwait(true);
            if (IsCurrent(wait))
            {
                Start(wait, isResumed: false);
            }

            UnknownHandlers.Check(entry);
            DurableWaitEvents.Registered(_services.Logger, registration.Id, registration.RunIds.Length, _knowledgeBaseId);
            return true;
        }
        finally
        {
            _registering--;
        }
    }

    public async Task<bool> CancelAsync(string waitId)
    {
        ThrowIfStopping();
        if (!_waits.TryGetValue(waitId, out var wait))
        {
            // Its removal may not be stored yet.
            await _commit.SettleAsync().ConfigureAwait(true);
            return false;
        }

        wait.Cancel();
        await RemoveAsync(wait).ConfigureAwait(true);
        return true;
    }

    public WaitPage List(string? afterId)
    {
        ThrowIfStopping();
        return WaitPage.Of(_waits.Values, afterId);
    }

    // Cancels the handlers, and stores the results of those that finish soon.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Not awaited: callbacks of handlers may block or throw.
        _stop.CancelAsync().ObserveFailure();
        var end = Task.WhenAll(StoreInterruptionsAsync(), _running > 0 ? _idle.Task : Task.CompletedTask);
        end.ObserveFailure();
        await end.WaitAsync(StopGrace, _services.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        _commit.Close();
    }

    // An interrupted handler is no failed one. At once: the process may end before a handler honors its token.
    private Task StoreInterruptionsAsync()
    {
        var entries = _waits.Values.Select(wait => wait.Entry).Where(entry => entry.IsHandlerAtWork).ToList();
        entries.ForEach(static entry => entry.IsHandlerAtWork = false);
        return entries.Count > 0 ? _commit.WriteAsync() : Task.CompletedTask;
    }

    public bool IsCurrent(ActiveWait wait) => _waits.GetValueOrDefault(wait.Entry.Id) == wait;

    public Task CommitAsync() => _commit.WriteAsync();

    public Task RemoveAsync(ActiveWait wait)
    {
        if (_waits.Remove(wait.Entry.Id))
        {
            _size -= wait.Size;
        }

        _isIndexed &= _waits.Count > 0;
        return _commit.WriteAsync();
    }

    public void AddHandlersAtWork(int change) => _handlersAtWork += change;

    // For a wait that another silo may be able to deliver: its next activation may be there.
    public void MoveUnlessDelivering()
    {
        if (_handlersAtWork == 0)
        {
            _host.Deactivate();
        }
    }

    private ActiveWait Add(WaitEntry entry)
    {
        var wait = new ActiveWait(_knowledgeBaseId, entry, this, _services, _stop.Token);
        _waits[entry.Id] = wait;
        _size += wait.Size;
        return wait;
    }

    private void Start(ActiveWait wait, bool isResumed)
    {
        if (!wait.Entry.IsDeadLetter && !IsStopping)
        {
            _running++;
            SchedulerTask.Run(() => RunAsync(wait, isResumed));
        }
    }

    private async Task RunAsync(ActiveWait wait, bool isResumed)
    {
        await wait.RunAsync(isResumed).ConfigureAwait(true);
        _running--;
        if (_running == 0 && IsStopping)
        {
            _idle.TrySetResult();
        }
    }

    private async Task AddToIndexAsync()
    {
        if (_isIndexed)
        {
            return;
        }

        var indexing = _indexing ??= _host.AddToIndexAsync();
        try
        {
            await indexing.ConfigureAwait(true);
            _isIndexed = true;
        }
        finally
        {
            _indexing = null;
        }
    }

    private Task WriteAsync() => _host.WriteAsync(new WaitShardState { Waits = [.. _waits.Values.Select(wait => wait.Entry.Clone())] });

    // The memory is no longer known to be what is stored: the next activation reads it again.
    private void OnWriteFailed(Exception failure)
    {
        var reason = Sentence.End(ErrorText.Of(failure, _services.Redact));
        DurableWaitEvents.WriteFailed(_services.Logger, _knowledgeBaseId, reason);
        _stop.CancelAsync().ObserveFailure();
        _host.Deactivate();
    }

    private void ThrowIfStopping()
    {
        if (IsStopping)
        {
            throw new OrleansException("This silo stops serving these durable waits.");
        }
    }
}
