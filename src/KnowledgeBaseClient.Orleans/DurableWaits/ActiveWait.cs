namespace KnowledgeBaseClient;

// One wait of a shard: waits for its runs, then delivers them. Runs on the scheduler of its grain; not thread-safe.
internal sealed class ActiveWait
{
    // Of a failure that is a bug, or that of a client that is disposed.
    private static readonly TimeSpan RestartDelay = TimeSpan.FromMinutes(1);

    // To read the runs of a finished wait again. After that, for example in an outage, others take its place.
    private static readonly TimeSpan MaxReading = TimeSpan.FromMinutes(1);

    private readonly WaitShard _shard;
    private readonly WaitShardServices _services;
    private readonly CancellationTokenSource _end;
    private readonly RunsOfWait _runs;
    private readonly WaitDelivery _delivery;
    private bool _hasOutcome;

    public ActiveWait(
        string knowledgeBaseId, WaitEntry entry, WaitShard shard, WaitShardServices services, CancellationToken stop)
    {
        (KnowledgeBaseId, Entry, _shard, _services) = (knowledgeBaseId, entry, shard, services);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Ended = _end.Token;
        Size = WaitSize.Of(entry);
        _runs = new RunsOfWait(this, shard, services);
        _delivery = new WaitDelivery(this, shard, services);
    }

    public string KnowledgeBaseId { get; }

    public WaitEntry Entry { get; }

    public long Size { get; }

    // Canceled when the wait is canceled, and when the shard stops.
    public CancellationToken Ended { get; }

    // The token follows the shard with a delay.
    public bool HasEnded => Ended.IsCancellationRequested || _shard.IsStopping;

    private DurableWaitPhase Phase =>
        Entry.IsDeadLetter ? DurableWaitPhase.DeadLetter
        : _delivery.IsAtWork ? DurableWaitPhase.Delivering
        : Entry.Failures > 0 || (_hasOutcome && Entry.LastError is not null) ? DurableWaitPhase.Retrying
        : DurableWaitPhase.Waiting;

    public async Task RunAsync(bool isResumed)
    {
        _services.Metrics.AddActive(1);
        try
        {
            while (!await TryRunAsync(isResumed).ConfigureAwait(true))
            {
                await Task.Delay(RestartDelay, _services.Time, Ended).ConfigureAwait(true);
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _services.Metrics.AddActive(-1);
            _end.Dispose();
        }
    }

    // For a stored wait. True if its process ended while the handler was at work: then its entry has changed.
    public bool CountInterruptedAttempt() => _delivery.CountInterruptedAttempt();

    // Not awaited: callbacks of a handler may block or throw.
    public void Cancel()
    {
        try
        {
            _end.CancelAsync().ObserveFailure();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    public WaitListItem ToListItem() => new()
    {
        Id = Entry.Id,
        RunIds = Entry.RunIds,
        Handler = Entry.Handler,
        State = Entry.State,
        Phase = (int)Phase,
        Attempt = Entry.Attempt,
        Failures = Entry.Failures,
        RegisteredAt = Entry.RegisteredAt,
        Deadline = Entry.Deadline,
        LastError = Entry.LastError,
    };

    private async Task<bool> TryRunAsync(bool isResumed)
    {
        try
        {
            while (!await DeliverAsync(isResumed).ConfigureAwait(true))
            {
            }

            return true;
        }
        catch (Exception) when (HasEnded)
        {
            return true;
        }
        catch (Exception failure)
        {
            _hasOutcome = false;
            Entry.LastError = ErrorText.Of(failure, _services.Redact);
            var logged = new RedactedFailure(failure, _services.Redact);
            DurableWaitEvents.Unexpected(_services.Logger, logged, Entry.Id, KnowledgeBaseId, RestartDelay);
            return false;
        }
    }

    // One result, from asking for the runs to a delivery or a long delay. A method of its own, so that the runs are not held after it.
    private async Task<bool> DeliverAsync(bool isResumed)
    {
        await _delivery.DelayAsync().ConfigureAwait(true);
        var isHeld = false;
        if (_hasOutcome)
        {
            await _delivery.WaitForHandlerAsync().ConfigureAwait(true);
            await _shard.HeldResults.WaitAsync(Ended).ConfigureAwait(true);
            isHeld = true;
        }

        try
        {
            var asking = _runs.WaitAsync(isResumed || _hasOutcome);
            if (isHeld)
            {
                await ((Task)asking).WaitAsync(MaxReading, _services.Time)
                    .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
                isHeld = asking.IsCompleted || Release();
            }

            var outcome = await asking.ConfigureAwait(true);
            _hasOutcome = true;
            isHeld = isHeld || _shard.HeldResults.Wait(0, CancellationToken.None);
            return isHeld && await _delivery.DeliverAsync(outcome).ConfigureAwait(true);
        }
        finally
        {
            if (isHeld)
            {
                Release();
            }
        }
    }

    private bool Release()
    {
        _shard.HeldResults.Release();
        return false;
    }
}
