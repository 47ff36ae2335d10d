namespace KnowledgeBaseClient;

// Calls the handler of a wait until it succeeds, or has failed too often. Each attempt is stored before the call: a silo that was declared
// dead, and does not know it, fails to store it and does not call the handler.
internal sealed class WaitDelivery(ActiveWait wait, WaitShard shard, WaitShardServices services)
{
    // Less than it takes until a frozen silo is declared dead: after that, the stored attempt may be out of date.
    private static readonly TimeSpan MaxAttemptAge = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan UnknownHandlerDelay = TimeSpan.FromMinutes(1);

    // The delay is multiplied by a factor from 0.8 to 1.2.
    private const double Jitter = 0.2;

    private const string ProcessEnded = "The process ended, or could not store the result, while the handler was at work.";

    public bool IsAtWork { get; private set; }

    private WaitEntry Entry => wait.Entry;

    private long Now => services.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task DeliverAsync(WaitOutcome outcome)
    {
        var hasEnded = false;
        while (!hasEnded)
        {
            await DelayAsync().ConfigureAwait(true);
            if (!services.Handlers.Contains(Entry.Handler))
            {
                await WaitForOtherSiloAsync().ConfigureAwait(true);
                continue;
            }

            await shard.HandlerSlots.WaitAsync(wait.Ended).ConfigureAwait(true);
            shard.AddHandlersAtWork(1);
            try
            {
                hasEnded = await TryDeliverAsync(outcome).ConfigureAwait(true);
            }
            finally
            {
                shard.AddHandlersAtWork(-1);
                shard.HandlerSlots.Release();
            }
        }
    }

    // The clock of another silo may have set the time of the next attempt.
    private Task DelayAsync()
    {
        var left = TimeSpan.FromMilliseconds(Math.Max(0, (Entry.NextAttemptAt ?? 0) - Now));
        return Task.Delay(TimeSpans.Min(left, services.Options.MaxDeliveryRetryDelay), services.Time, wait.Ended);
    }

    // Not a failed attempt: during a rolling update, other silos know the handler.
    private async Task WaitForOtherSiloAsync()
    {
        Entry.LastError = ErrorText.Truncate(
            $"A silo has no handler \"{Entry.Handler}\". Call AddRunCompletionHandler with this name in every silo, or cancel the wait.");
        if (shard.AddUnknownHandler(Entry.Handler))
        {
            DurableWaitEvents.HandlerUnknown(services.Logger, Entry.Id, wait.KnowledgeBaseId, Entry.LastError);
        }

        await Task.Delay(UnknownHandlerDelay, services.Time, wait.Ended).ConfigureAwait(true);
        shard.MoveUnlessDelivering();
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

        Exception? failure;
        Entry.Attempt++;
        Entry.IsHandlerAtWork = true;
        IsAtWork = true;
        try
        {
            failure = await CallAsync(outcome).ConfigureAwait(true);
        }
        finally
        {
            IsAtWork = false;
            Entry.IsHandlerAtWork = false;
        }

        if (failure is null)
        {
            services.Metrics.AddDelivery(DurableWaitMetrics.Delivered);
            DurableWaitEvents.Delivered(services.Logger, Entry.Id, wait.KnowledgeBaseId, Entry.Handler, Entry.Attempt);
            await (shard.IsCurrent(wait) ? shard.RemoveAsync(wait) : Task.CompletedTask).ConfigureAwait(true);
            return true;
        }

        // The handler may have failed because its token was canceled.
        if (!wait.HasEnded)
        {
            AddFailure(ErrorText.Of(failure, services.Redact), failure);
            await shard.CommitAsync().ConfigureAwait(true);
        }

        return wait.HasEnded || Entry.IsDeadLetter;
    }

    // Null for success. Throws if the attempt could not be stored.
    private async Task<Exception?> CallAsync(WaitOutcome outcome)
    {
        for (var isConfirmed = false; ; isConfirmed = true)
        {
            var (started, startedAt) = (services.Time.GetTimestamp(), Now);
            await shard.CommitAsync().ConfigureAwait(true);
            if (wait.HasEnded)
            {
                throw new OperationCanceledException(wait.Ended);
            }

            // A process that was frozen since then must store the attempt again, which fails if another silo has taken over. Both clocks:
            // the monotonic one may stand still while a machine is suspended.
            var mayCallAnyway = isConfirmed;
            bool MayCall() => mayCallAnyway
                || (services.Time.GetElapsedTime(started) < MaxAttemptAge && Now - startedAt < MaxAttemptAge.TotalMilliseconds);
            try
            {
                if (await services.Handlers.CallAsync(
                    Entry.Handler, ToCompletion(outcome), services.Options.HandlerTimeout, MayCall, wait.Ended).ConfigureAwait(true))
                {
                    return null;
                }
            }
            catch (Exception failure)
            {
                return failure;
            }
        }
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

    private void AddFailure(string reason, Exception? failure)
    {
        var sentence = Sentence.End(reason);
        Entry.IsHandlerAtWork = false;
        Entry.Failures++;
        Entry.LastError = reason;
        Entry.IsDeadLetter = Entry.Failures >= services.Options.MaxDeliveryAttempts;
        if (Entry.IsDeadLetter)
        {
            services.Metrics.AddDelivery(DurableWaitMetrics.DeadLetter);
            DurableWaitEvents.DeadLetter(
                services.Logger, failure, Entry.Id, wait.KnowledgeBaseId, Entry.Handler, Entry.Failures, sentence);
        }
        else
        {
            var delay = NextDelay();
            Entry.NextAttemptAt = Now + (long)delay.TotalMilliseconds;
            services.Metrics.AddDelivery(DurableWaitMetrics.Failed);
            DurableWaitEvents.DeliveryFailed(
                services.Logger, failure, Entry.Handler, Entry.Id, wait.KnowledgeBaseId, Entry.Attempt, sentence, delay);
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
