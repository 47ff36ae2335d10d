namespace KnowledgeBaseClient;

// Calls the handler of a wait until it succeeds, or has failed too often. Each attempt is stored before the call: a silo that was declared
// dead, and does not know it, fails to store it and does not call the handler.
internal sealed class WaitDelivery(ActiveWait wait, WaitShard shard, WaitShardServices services)
{
    // Less than it takes until a frozen silo is declared dead: after that, the stored attempt may be out of date.
    private static readonly TimeSpan MaxAttemptAge = TimeSpan.FromSeconds(3);

    // How often an attempt is stored again because it has become too old.
    private const int MaxRounds = 3;

    private static readonly TimeSpan PostponeDelay = TimeSpan.FromSeconds(10);

    // For a longer delay, the runs are not kept in memory: the service is asked again, as after a restart.
    private static readonly TimeSpan MaxDelayWithRuns = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan UnknownHandlerDelay = TimeSpan.FromMinutes(1);

    // The delay is multiplied by a factor from 0.8 to 1.2.
    private const double Jitter = 0.2;

    private const string ProcessEnded = "The process ended, or could not store the result, while the handler was at work.";

    public bool IsAtWork { get; private set; }

    private WaitEntry Entry => wait.Entry;

    private bool IsHandlerKnown => services.Handlers.Contains(Entry.Handler);

    // The clock of another silo may have set the time of the next attempt.
    private TimeSpan LeftUntilNextAttempt => TimeSpans.Min(
        TimeSpan.FromMilliseconds(Math.Max(0, (Entry.NextAttemptAt ?? 0) - Now)),
        TimeSpans.Max(services.Options.MaxDeliveryRetryDelay, PostponeDelay));

    private long Now => services.Time.GetUtcNow().ToUnixTimeMilliseconds();

    // True if nothing more is to do. False to ask for the runs again before the next attempt: meanwhile, they are not held.
    public async Task<bool> DeliverAsync(WaitOutcome outcome)
    {
        while (IsHandlerKnown)
        {
            await shard.HandlerSlots.WaitAsync(wait.Ended).ConfigureAwait(true);
            shard.AddHandlersAtWork(1);
            try
            {
                if (await TryDeliverAsync(outcome).ConfigureAwait(true))
                {
                    return true;
                }
            }
            finally
            {
                shard.AddHandlersAtWork(-1);
                shard.HandlerSlots.Release();
            }

            if (LeftUntilNextAttempt > MaxDelayWithRuns || shard.HeldResults.CurrentCount == 0)
            {
                return false;
            }

            await DelayAsync().ConfigureAwait(true);
        }

        return false;
    }

    public Task DelayAsync() => Task.Delay(LeftUntilNextAttempt, services.Time, wait.Ended);

    // A silo without the handler is no failed attempt: during a rolling update, other silos know it.
    public async Task WaitForHandlerAsync()
    {
        while (!IsHandlerKnown)
        {
            Entry.LastError = shard.UnknownHandlers.Warn(Entry);
            await Task.Delay(UnknownHandlerDelay, services.Time, wait.Ended).ConfigureAwait(true);
            shard.MoveUnlessDelivering();
        }
    }

    // Called once for a stored wait, before it is delivered. Otherwise, a handler that ends its process would take down silo after silo.
    public bool CountInterruptedAttempt()
    {
        if (!Entry.IsHandlerAtWork)
        {
            return false;
        }

        AddFailure(ProcessEnded, failure: null);
        return true;
    }

    // True if nothing more is to do.
    private async Task<bool> TryDeliverAsync(WaitOutcome outcome)
    {
        if (wait.HasEnded)
        {
            throw new OperationCanceledException(wait.Ended);
        }

        (bool IsCalled, Exception? Failure) result;
        Entry.Attempt++;
        Entry.IsHandlerAtWork = true;
        IsAtWork = true;
        try
        {
            result = await CallAsync(outcome).ConfigureAwait(true);
        }
        finally
        {
            IsAtWork = false;
            Entry.IsHandlerAtWork = false;
        }

        if (result is (true, null))
        {
            services.Metrics.AddDelivery(DurableWaitMetrics.Delivered);
            DurableWaitEvents.Delivered(services.Logger, Entry.Id, wait.KnowledgeBaseId, Entry.Handler, Entry.Attempt);
            await (shard.IsCurrent(wait) ? shard.RemoveAsync(wait) : Task.CompletedTask).ConfigureAwait(true);
            return true;
        }

        // The handler may have failed because its token was canceled.
        if (wait.HasEnded)
        {
            return true;
        }

        if (result.Failure is { } failure)
        {
            AddFailure(ErrorText.Of(failure, services.Redact), failure);
        }
        else
        {
            Postpone();
        }

        await shard.CommitAsync().ConfigureAwait(true);
        return wait.HasEnded || Entry.IsDeadLetter;
    }

    // Not called if every time that the attempt was stored, it was too old at once. Throws if it could not be stored.
    private async Task<(bool IsCalled, Exception? Failure)> CallAsync(WaitOutcome outcome)
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            var (started, startedAt) = (services.Time.GetTimestamp(), Now);
            await shard.CommitAsync().ConfigureAwait(true);
            if (wait.HasEnded)
            {
                throw new OperationCanceledException(wait.Ended);
            }

            // A process that was frozen since then must store the attempt again, which fails if another silo has taken over. Both clocks:
            // the monotonic one may stand still while a machine is suspended.
            bool MayCall() =>
                services.Time.GetElapsedTime(started) < MaxAttemptAge && Now - startedAt < MaxAttemptAge.TotalMilliseconds;
            try
            {
                if (await services.Handlers.CallAsync(
                    Entry.Handler, ToCompletion(outcome), services.Options.HandlerTimeout, MayCall, wait.Ended).ConfigureAwait(true))
                {
                    return (true, null);
                }
            }
            catch (Exception failure)
            {
                return (true, failure);
            }
        }

        return (false, null);
    }

    private RunCompletion ToCompletion(WaitOutcome outcome) => new()
    {
        WaitId = Entry.Id,
        KnowledgeBaseId = wait.KnowledgeBaseId,
        State = Entry.State,
        Attempt = Entry.Attempt,
        Runs = outcome.Runs,
        Failure = outcome.Failure,
    };

    // No failure of the handler.
    private void Postpone()
    {
        Entry.NextAttemptAt = Now + (long)PostponeDelay.TotalMilliseconds;
        Entry.LastError = $"The handler was not called: {MaxRounds} times, it took longer than {Duration.Format(MaxAttemptAge)} to store "
            + "the attempt. The storage is slow, or the process does not get enough CPU time.";
        DurableWaitEvents.Postponed(services.Logger, Entry.Id, wait.KnowledgeBaseId, Entry.LastError, PostponeDelay);
    }

    private void AddFailure(string reason, Exception? failure)
    {
        var sentence = Sentence.End(reason);
        var logged = RedactedFailure.Of(failure, services.Redact);
        Entry.IsHandlerAtWork = false;
        Entry.Failures++;
        Entry.LastError = reason;
        Entry.IsDeadLetter = Entry.Failures >= services.Options.MaxDeliveryAttempts;
        if (Entry.IsDeadLetter)
        {
            services.Metrics.AddDelivery(DurableWaitMetrics.DeadLetter);
            DurableWaitEvents.DeadLetter(
                services.Logger, logged, Entry.Id, wait.KnowledgeBaseId, Entry.Handler, Entry.Failures, sentence);
        }
        else
        {
            var delay = NextDelay();
            Entry.NextAttemptAt = Now + (long)delay.TotalMilliseconds;
            services.Metrics.AddDelivery(DurableWaitMetrics.Failed);
            DurableWaitEvents.DeliveryFailed(
                services.Logger, logged, Entry.Handler, Entry.Id, wait.KnowledgeBaseId, Entry.Attempt, sentence, delay);
        }
    }

    private TimeSpan NextDelay()
    {
        var options = services.Options;
        var factor = Math.Pow(2, Math.Min(Entry.Failures - 1, 40)) * (1 - Jitter + (2 * Jitter * services.Random()));
        var milliseconds = Math.Min(options.DeliveryRetryDelay.TotalMilliseconds * factor, options.MaxDeliveryRetryDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(milliseconds);
    }
}
