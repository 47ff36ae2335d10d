namespace KnowledgeBaseClient;

// Serves the waits and watches of this process with what the poller of the cluster finds out about one knowledge base. Limits, exceptions
// and callbacks are those of an ordinary poller. While the cluster is out of reach for long, polls in this process.
internal sealed class FleetPoller(
    string knowledgeBaseId,
    ClientServices services,
    SubscriptionTable subscriptions,
    PollerSession session,
    PollerLink link,
    FallbackPoller fallback,
    Action<FleetPoller> onStopped)
    : IRunPoller
{
    private readonly object _lock = new();
    private readonly ReceivedPolls _received = new(knowledgeBaseId, services, subscriptions, session);
    private TaskCompletionSource _changed = new();
    private bool _hasSucceeded;
    private bool _isRunning;
    private bool _isStopped;

    public string KnowledgeBaseId { get; } = knowledgeBaseId;

    // False if this poller has stopped: the subscription then needs a new one.
    public bool TryJoin(IPollSubscriber subscription)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (_isStopped)
            {
                return false;
            }

            changed = _changed;

            // Until a result says which poll is the first one for it.
            subscription.FirstPoll = int.MaxValue;
            subscriptions.Add(subscription);
            session.Add(subscription, subscription.Options.Ids, _hasSucceeded);
            fallback.Join(subscription, _hasSucceeded);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = DetachedTask.Run(RunAsync);
            }
        }

        changed.TrySetResult();
        return true;
    }

    public void Leave(IPollSubscriber subscription, string id)
    {
        var changed = new TaskCompletionSource();
        lock (_lock)
        {
            // If it is false, the poller of the cluster already knows that nothing more is expected of the run.
            if (subscriptions.Remove(subscription, id))
            {
                session.RemoveRun(subscription, id);
                changed = _changed;
            }

            fallback.Leave(subscription, id);
            subscription.MarkDone(id);
        }

        changed.TrySetResult();
    }

    public void Leave(IPollSubscriber subscription)
    {
        subscription.Close();
        lock (_lock)
        {
            subscriptions.Remove(subscription);
            session.Remove(subscription);
            fallback.Leave(subscription);
        }

        WakeUp();
    }

    private async Task RunAsync()
    {
        // A caller that is not enumerating does not leave when the client is disposed.
        using var disposed = services.DisposalToken.UnsafeRegister(static poller => ((FleetPoller)poller!).WakeUp(), this);
        try
        {
            while (!TryStop())
            {
                await ExchangeOrFailAsync().ConfigureAwait(false);
            }
        }
        catch (Exception bug)
        {
            EndAll(bug);
        }

        link.End(session.Id);
    }

    private async Task ExchangeOrFailAsync()
    {
        try
        {
            await ExchangeAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await Task.Delay(OnFailure(failure), services.Time, services.DisposalToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // One call that waits for results, and calls for changes in the meantime. After a restart, previous responses do not count.
    private async Task ExchangeAsync()
    {
        var waiting = AskAsync(canWait: true, out var changed);
        waiting.ObserveFailure();
        while (await Task.WhenAny(waiting, changed).ConfigureAwait(false) != waiting)
        {
            if (TryStop() || !await TryApplyAsync(AskAsync(canWait: false, out changed)).ConfigureAwait(false))
            {
                return;
            }
        }

        await TryApplyAsync(waiting).ConfigureAwait(false);
    }

    private Task<PollerResponse> AskAsync(bool canWait, out Task changed)
    {
        PollerRequest request;
        lock (_lock)
        {
            _changed = new TaskCompletionSource();
            changed = _changed.Task;
            request = session.TakeRequest(canWait);
        }

        return link.AskAsync(request);
    }

    // False if a new session has begun, because the poller does not know this one.
    private async Task<bool> TryApplyAsync(Task<PollerResponse> responding)
    {
        var response = await responding.ConfigureAwait(false);
        if (response.IsUnknownSession)
        {
            Restart();
            return false;
        }

        // Reading runs takes time: before the lock.
        var polls = response.Results.ConvertAll(
            static message => (Message: message, Runs: message.Runs.ConvertAll(static run => run.ToSnapshot())));
        lock (_lock)
        {
            session.IsKnown = true;
            fallback.End();
            foreach (var (message, runs) in polls.Where(poll => poll.Message.Result > session.LastResult))
            {
                session.LastResult = message.Result;
                _hasSucceeded |= message.HasSucceeded;
                _received.Apply(message, runs);
            }
        }

        link.AddSuccess();
        return true;
    }

    // The poller has moved. A session that has just begun cannot be unknown.
    private void Restart()
    {
        lock (_lock)
        {
            if (!session.IsKnown)
            {
                throw new FleetUnavailableException(
                    "The poller of the cluster does not know a session that has just begun. Check that all silos have the same version.");
            }

            session.Restart(_hasSucceeded, fallback.IsActive);
        }
    }

    // Returns the delay before the next call.
    private TimeSpan OnFailure(Exception failure)
    {
        link.AddFailure();
        lock (_lock)
        {
            session.Restart(_hasSucceeded, fallback.IsActive);
            if (link.IsLost)
            {
                fallback.Start(link.UnreachableFor, failure, _hasSucceeded);
            }

            return link.RetryDelay;
        }
    }

    // A bug in this library, or a logger that throws: end every subscription instead of leaving it waiting.
    private void EndAll(Exception bug)
    {
        lock (_lock)
        {
            subscriptions.EndAll(() => new InvalidOperationException(
                "Polling through the cluster failed unexpectedly: please report it with the inner exception.", bug));
        }

        TryStop();
    }

    private bool TryStop()
    {
        lock (_lock)
        {
            if (services.DisposalToken.IsCancellationRequested)
            {
                subscriptions.EndAll(ClientServices.DisposedException);
            }

            if (!_isStopped && subscriptions.IsEmpty)
            {
                _isStopped = true;
                fallback.Stop();
                _received.Stop();
                onStopped(this);
            }

            return _isStopped;
        }
    }

    // Outside the lock: continuations run inline.
    private void WakeUp()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
        }

        changed.TrySetResult();
    }
}
