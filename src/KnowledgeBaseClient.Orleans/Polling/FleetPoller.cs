using Microsoft.Extensions.Logging;

namespace KnowledgeBaseClient;

// Serves the waits and watches of this process with what the poller of the cluster finds out about one knowledge base. Limits, exceptions
// and callbacks are those of an ordinary poller. While the cluster is out of reach for long, polls in this process.
internal sealed class FleetPoller(
    string knowledgeBaseId,
    ClientServices services,
    PollerLink link,
    FallbackPoller fallback,
    TimeSpan fallbackAfter,
    PollerTimes times,
    ILogger log,
    Action<FleetPoller> onStopped)
    : IRunPoller
{
    private readonly object _lock = new();
    private readonly SubscriptionTable _subscriptions = new();
    private readonly PollerSession _session = new();
    private readonly ReceivedPolls _received = new(knowledgeBaseId, services);
    private TaskCompletionSource _changed = new();
    private TaskCompletionSource _unused = new();
    private bool _hasSucceeded;
    private bool _isRunning;
    private bool _isStopped;

    public string KnowledgeBaseId { get; } = knowledgeBaseId;

    private bool IsUnused => _subscriptions.IsEmpty || services.DisposalToken.IsCancellationRequested;

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
            _subscriptions.Add(subscription);
            _session.Add(subscription, subscription.Options.Ids, _hasSucceeded);
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
        bool isNews;
        lock (_lock)
        {
            // Otherwise the poller of the cluster knows that nothing more is expected of the run.
            isNews = _subscriptions.Remove(subscription, id);
            if (isNews)
            {
                _session.RemoveRun(subscription, id);
            }

            fallback.Leave(subscription, id);
            subscription.MarkDone(id);
        }

        if (isNews)
        {
            WakeUp();
        }
    }

    public void Leave(IPollSubscriber subscription)
    {
        subscription.Close();
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
            _session.Remove(subscription);
            fallback.Leave(subscription);
        }

        WakeUp();
    }

    private async Task RunAsync()
    {
        // A caller that is not enumerating does not leave when the client is disposed.
        using var disposed = services.DisposalToken.UnsafeRegister(static poller => ((FleetPoller)poller!).WakeUp(), this);
        while (!TryStop())
        {
            try
            {
                await ExchangeAsync().ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                await DelayAsync(OnFailure(failure)).ConfigureAwait(false);
            }
        }

        link.End(_session.Id);
    }

    // One call that waits for results, and calls for changes in the meantime.
    private async Task ExchangeAsync()
    {
        var waiting = AskAsync(canWait: true, out var changed);
        while (await Task.WhenAny(waiting, changed).ConfigureAwait(false) != waiting && !TryStop())
        {
            await ApplyAsync(AskAsync(canWait: false, out changed)).ConfigureAwait(false);
        }

        if (waiting.IsCompleted)
        {
            await ApplyAsync(waiting).ConfigureAwait(false);
        }
        else
        {
            waiting.ObserveFailure();
        }
    }

    private Task<PollerResponse> AskAsync(bool canWait, out Task changed)
    {
        PollerRequest request;
        lock (_lock)
        {
            _changed = new TaskCompletionSource();
            changed = _changed.Task;
            var limits = _subscriptions.Subscriptions.Select(static subscription => subscription.TimeToNextLimit());
            request = _session.TakeRequest(canWait, limits.Min());
        }

        return link.AskAsync(request);
    }

    private async Task ApplyAsync(Task<PollerResponse> responding)
    {
        var response = await responding.ConfigureAwait(false);
        if (response.IsUnknownSession)
        {
            lock (_lock)
            {
                Restart();
            }

            return;
        }

        // Reading runs takes time: before the lock.
        var polls = response.Results.ConvertAll(
            static message => (Message: message, Runs: message.Runs.ConvertAll(static run => run.ToSnapshot())));
        lock (_lock)
        {
            EndFallback();
            foreach (var (message, runs) in polls.Where(poll => poll.Message.Result > _session.LastResult))
            {
                _session.LastResult = message.Result;
                _hasSucceeded |= message.HasSucceeded;
                _received.Apply(message, runs, _subscriptions, _session);
            }
        }
    }

    // Returns the delay before the next call.
    private TimeSpan OnFailure(Exception failure)
    {
        lock (_lock)
        {
            Restart();
            if (link.UnreachableFor is not { } duration || duration < fallbackAfter)
            {
                return times.RetryDelay;
            }

            if (!fallback.IsActive)
            {
                FleetEvents.FallbackStarted(
                    log, services.Telemetry.Redact(KnowledgeBaseId), duration, failure.GetType().Name, failure.Message);
                fallback.Start();
                foreach (var subscription in _subscriptions.Subscriptions)
                {
                    fallback.Join(subscription, _hasSucceeded);
                }
            }

            return times.ReturnInterval;
        }
    }

    private void EndFallback()
    {
        if (fallback.IsActive)
        {
            FleetEvents.FallbackEnded(log, services.Telemetry.Redact(KnowledgeBaseId));
            fallback.End();

            // The numbers of the polls in this process do not count any more.
            foreach (var subscription in _subscriptions.Subscriptions)
            {
                subscription.FirstPoll = int.MaxValue;
            }
        }
    }

    // The next request begins a new session with all subscriptions.
    private void Restart()
    {
        _session.Restart();
        var openIds = _subscriptions.Runs
            .SelectMany(static run => run.Subscriptions, static (run, subscription) => (run.Id, Subscription: subscription))
            .ToLookup(static entry => entry.Subscription, static entry => entry.Id);
        foreach (var subscription in _subscriptions.Subscriptions)
        {
            _session.Add(subscription, subscription.Options.Ids is null ? null : [.. openIds[subscription]], _hasSucceeded);
        }
    }

    private bool TryStop()
    {
        lock (_lock)
        {
            if (services.DisposalToken.IsCancellationRequested)
            {
                _subscriptions.EndAll(ClientServices.DisposedException);
            }

            if (!_isStopped && _subscriptions.IsEmpty)
            {
                _isStopped = true;
                fallback.End();
                _received.Stop();
                onStopped(this);
            }

            return _isStopped;
        }
    }

    // Ends early when no subscription is left.
    private async Task DelayAsync(TimeSpan delay)
    {
        Task unused;
        lock (_lock)
        {
            _unused = new TaskCompletionSource();
            unused = IsUnused ? Task.CompletedTask : _unused.Task;
        }

        using var ending = new CancellationTokenSource();
        await Task.WhenAny(Task.Delay(delay, services.Time, ending.Token), unused).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
    }

    // Outside the lock: continuations run inline.
    private void WakeUp()
    {
        TaskCompletionSource changed;
        TaskCompletionSource? unused;
        lock (_lock)
        {
            (changed, unused) = (_changed, IsUnused ? _unused : null);
        }

        changed.TrySetResult();
        unused?.TrySetResult();
    }
}
