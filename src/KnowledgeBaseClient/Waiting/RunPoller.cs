namespace KnowledgeBaseClient;

// Polls one knowledge base for all its subscriptions, one poll at a time, until none has an unfinished run.
internal sealed class RunPoller(
    string knowledgeBaseId,
    ClientServices services,
    RequestPlanner planner,
    EventSupport events,
    TimeSpan retryAfter,
    Action<RunPoller, TimeSpan> onStopped)
    : IRunPoller, IDisposable
{
    // A key rotation or a gateway can cause one or two 401, 403 or 404 in a row.
    private const int MaxRejectedPolls = 3;

    private readonly object _lock = new();
    private readonly SubscriptionTable _subscriptions = new();
    private readonly PollSchedule _schedule = new(services.Time, services.Random, retryAfter);
    private readonly PollRunner _runner = new(knowledgeBaseId, services, planner);
    private readonly EventHints _hints = new(services, events);
    private readonly SummaryCache _summaries = new();
    private readonly PollTelemetry _telemetry = new(services.Telemetry, knowledgeBaseId);
    private CancellationTokenSource _pollCancellation = new();
    private int _polls;
    private int _rejectedPolls;
    private bool _hasEverSucceeded;
    private IDisposable? _work;
    private bool _isRunning;
    private bool _isStopped;

    public string KnowledgeBaseId { get; } = knowledgeBaseId;

    // False if this poller has stopped: the subscription then needs a new one. hasSucceeded: another poller has polled for it before.
    public bool TryJoin(IPollSubscriber subscription, bool hasSucceeded = false)
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return false;
            }

            _hasEverSucceeded |= hasSucceeded;
            subscription.FirstPoll = _polls + 1;
            _subscriptions.Add(subscription);
            _schedule.RequestBy(subscription.Options.Polling.InitialInterval);
            if (!_isRunning)
            {
                _isRunning = true;
                _work = services.Time.BeginWork();
                _ = DetachedTask.Run(RunAsync);
            }

            return true;
        }
    }

    public void Leave(IPollSubscriber subscription, string id)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription, id);
            _hints.StopUnused(_subscriptions);
            subscription.MarkDone(id);
        }
    }

    public void Leave(IPollSubscriber subscription)
    {
        CancellationTokenSource? poll = null;
        subscription.Close();
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
            _hints.StopUnused(_subscriptions);
            if (_subscriptions.IsEmpty)
            {
                poll = _pollCancellation;
                _schedule.Wake();
            }
        }

        // Outside the lock: Cancel runs continuations inline. The poll may have completed meanwhile.
        poll?.CancelUnlessDisposed();
    }

    // For a limit of a subscription that is nearer than the poller knows: a poll is due within this time.
    public void PollWithin(TimeSpan delay) => _schedule.PollWithin(delay);

    public void Dispose()
    {
        _hints.Dispose();
        _schedule.Dispose();
        _pollCancellation.Dispose();
    }

    private async Task RunAsync()
    {
        services.Time.EnterWork(_work);

        // A caller that is not enumerating does not leave when the client is disposed: without this, the delay would run to its end.
        using var disposed = services.DisposalToken.UnsafeRegister(static schedule => ((PollSchedule)schedule!).Wake(), _schedule);
        try
        {
            await _schedule.WaitUntilDueAsync().ConfigureAwait(false);
            while (TryBeginPoll(out var poll, out var cancellationToken))
            {
                if (poll is not null)
                {
                    await PollAsync(poll, cancellationToken).ConfigureAwait(false);
                }

                await _schedule.WaitUntilDueAsync().ConfigureAwait(false);
            }
        }
        catch (Exception bug)
        {
            // A bug in this library: end every subscription instead of leaving it waiting.
            lock (_lock)
            {
                _subscriptions.EndAll(() => new InvalidOperationException(
                    "Polling failed because of a bug in KnowledgeBaseClient: please report it with the inner exception.", bug));
                Stop();
            }
        }
    }

    // False if no subscription is left. Null if a subscriber has joined after the last one left, and the poll is not due yet.
    private bool TryBeginPoll(out Poll? poll, out CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            (poll, cancellationToken) = (null, default);
            if (services.DisposalToken.IsCancellationRequested)
            {
                _subscriptions.EndAll(ClientServices.DisposedException);
            }

            if (_subscriptions.IsEmpty)
            {
                Stop();
            }

            if (_isStopped || !_schedule.IsDue)
            {
                return !_isStopped;
            }

            _pollCancellation.Dispose();
            cancellationToken = (_pollCancellation = new CancellationTokenSource()).Token;
            poll = new Poll(PollInput.Of(_subscriptions, ++_polls, services.Time.GetTimestamp()) with { WasListed = WasListed });
            return true;
        }
    }

    private async Task PollAsync(Poll poll, CancellationToken cancellationToken)
    {
        _summaries.BeginPoll();
        _telemetry.Begin(poll);
        using var activity = poll.Activity;
        try
        {
            await _runner.RunAsync(poll, Read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (IsCanceled())
        {
            // No subscription is left, or the client is disposed.
        }

        if (!IsCanceled())
        {
            _telemetry.AddOutcome(poll);
        }

        int? changes = null;
        lock (_lock)
        {
            if (_subscriptions.Subscriptions.Count == 0 || IsCanceled())
            {
                _schedule.Honor(poll);
            }
            else
            {
                changes = CompletePoll(poll);
            }
        }

        if (changes is not null)
        {
            _telemetry.Complete(poll, changes.Value, _schedule.TimeLeft);
        }

        bool IsCanceled() => cancellationToken.IsCancellationRequested || services.DisposalToken.IsCancellationRequested;
    }

    // Reads the full run where it may complete a wait, so that it does not have to be requested again.
    private RunSnapshot Read(RawJson json)
    {
        var summary = _summaries.Read(json);
        bool needsFull;
        lock (_lock)
        {
            needsFull = _subscriptions.NeedsFull(summary);
        }

        return new RunSnapshot(summary, needsFull ? RunReader.CopyRun(json) : null);
    }

    private bool WasListed(string id)
    {
        lock (_lock)
        {
            return _subscriptions.WasListed(id);
        }
    }

    private int CompletePoll(Poll poll)
    {
        // Before any subscription ends: the next poller, if this one stops, continues its delay.
        var polling = _subscriptions.ShortestIntervals();
        PollTelemetry.Link(poll, _subscriptions.Subscriptions);
        _hasEverSucceeded |= poll.HasSucceeded;
        _rejectedPolls = poll.Rejection is null ? 0 : _rejectedPolls + 1;
        if (_rejectedPolls == MaxRejectedPolls)
        {
            // Those that have joined in the meantime are new.
            _subscriptions.EndAll(() => WaitExceptions.CopyOf(poll.Rejection!), poll.Input.Number);
            (_rejectedPolls, _hasEverSucceeded) = (0, false);
        }

        var changes = _subscriptions.Apply(poll, _schedule.Elapsed);
        _subscriptions.CompletePoll(poll, _hasEverSucceeded);
        var limits = _subscriptions.Subscriptions.Select(subscription => subscription.TimeToNextLimit()).OfType<TimeSpan>();
        _hints.Follow(_subscriptions, poll, _schedule, polling.InitialInterval);
        var hasEvents = _hints.IsComplete && poll.Failures.Count == 0;
        var outlook = PollOutlook.Of(_subscriptions, changes > 0, hasEvents, _schedule.Elapsed, polling.MaxInterval);
        _schedule.ScheduleNext(poll, outlook, polling, limits.Append(PollSchedule.MaxDelay).Min());
        _runner.CompletePoll(poll, _schedule.Interval);
        return changes;
    }

    private void Stop()
    {
        _isStopped = true;
        _telemetry.Stop();
        onStopped(this, _schedule.RetryAfterLeft);
        Dispose();
        _work?.Dispose();
    }
}
