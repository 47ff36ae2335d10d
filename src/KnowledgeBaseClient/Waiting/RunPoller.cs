using System.Diagnostics.CodeAnalysis;

namespace KnowledgeBaseClient;

// Asks for the runs of one knowledge base on behalf of all who wait for or watch them: one poll at a time, for as long as someone listens.
// The words here: a TrackedRun is what the poller knows of a run, a RunSnapshot what one poll has seen of it, a SeenRun what one subscription knows of it,
// a Notice what that subscription tells its reader.
internal sealed class RunPoller(string knowledgeBaseId, PollerParts parts, TimeSpan held, Action<RunPoller, TimeSpan> stopped) : IDisposable
{
    private readonly object _lock = new();
    private readonly SubscriptionTable _board = new();
    private readonly PollSchedule _schedule = new(parts.Time, parts.Random, held);
    private readonly PollRunner _requests = new(knowledgeBaseId, parts);
    private readonly SummaryCache _texts = new();
    private CancellationTokenSource _round = new();
    private int _rounds;
    private bool _running;
    private bool _stopped;

    public string KnowledgeBaseId { get; } = knowledgeBaseId;

    // False when it has stopped: then another has to be made.
    public bool TryJoin(Subscription subscription)
    {
        lock (_lock)
        {
            if (_stopped)
            {
                return false;
            }

            subscription.FirstRound = _rounds + 1;
            _board.Add(subscription);
            _schedule.RequestBy(subscription.Terms.Polling.Initial);
            if (!_running)
            {
                _running = true;

                // Not in the name of whoever happens to come first.
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(LoopAsync);
                }
            }

            return true;
        }
    }

    // The reader has what it wanted of this run.
    public void Leave(Subscription subscription, string id)
    {
        lock (_lock)
        {
            _board.Remove(subscription, id);
            subscription.Done(id);
        }
    }

    public void Leave(Subscription subscription)
    {
        CancellationTokenSource? abandoned = null;
        lock (_lock)
        {
            _board.Remove(subscription);
            if (_board.IsEmpty)
            {
                abandoned = _round;
                _schedule.CutShort();
            }
        }

        // Outside the lock: whatever waits for the cancellation goes on within it.
        try
        {
            abandoned?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The round has ended by itself meanwhile.
        }
    }

    public void Dispose() => _round.Dispose();

    private async Task LoopAsync()
    {
        // Readers who are busy elsewhere do not leave by themselves: the pause would last until its end.
        using var disposed = parts.ClientDisposed.UnsafeRegister(static schedule => ((PollSchedule)schedule!).CutShort(), _schedule);
        try
        {
            await _schedule.PauseAsync().ConfigureAwait(false);
            while (TryBegin(out var round, out var abandoned))
            {
                await PollAsync(round, abandoned).ConfigureAwait(false);
                await _schedule.PauseAsync().ConfigureAwait(false);
            }
        }
        catch (Exception unexpected)
        {
            // A mistake of this library's own: those who wait must hear of it rather than wait for ever.
            lock (_lock)
            {
                _board.EndAll(unexpected);
                Stop();
            }
        }
    }

    private bool TryBegin([NotNullWhen(true)] out PollResult? round, out CancellationToken abandoned)
    {
        lock (_lock)
        {
            (round, abandoned) = (null, default);
            if (_board.IsEmpty)
            {
                Stop();
                return false;
            }

            _round.Dispose();
            _round = new CancellationTokenSource();
            abandoned = _round.Token;
            round = new PollResult(
                ++_rounds,
                [.. _board.OpenIds],
                _board.WantsEverything,
                _board.Subscriptions.Max(subscription => subscription.Terms.Polling.MaxConcurrentRequests));
            return true;
        }
    }

    private async Task PollAsync(PollResult round, CancellationToken abandoned)
    {
        _texts.BeginPoll();
        try
        {
            await _requests.CarryOutAsync(round, Read, abandoned).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (abandoned.IsCancellationRequested || parts.ClientDisposed.IsCancellationRequested)
        {
            // Nobody listens any more, or the client is disposed.
        }

        if (round.Failures.Count > 0)
        {
            Log.PollFailed(parts.Logger, KnowledgeBaseId, round.Failures.Count, round.Failures[0].Message);
        }

        lock (_lock)
        {
            if (parts.ClientDisposed.IsCancellationRequested)
            {
                _board.EndAll(new ObjectDisposedException(nameof(RunsClient)));
            }
            else if (!abandoned.IsCancellationRequested)
            {
                Conclude(round);
            }
        }
    }

    // A run that has ended is read in full at once, if someone waits for it: it need not be asked for again.
    private RunSnapshot Read(RawJson json)
    {
        var summary = _texts.Read(json);
        bool full;
        lock (_lock)
        {
            full = _board.NeedsFull(summary);
        }

        return new RunSnapshot(summary, full ? RunReader.CopyRun(json) : null);
    }

    private void Conclude(PollResult round)
    {
        if (round.Failures.Find(failure => failure is ApiKeyRejectedException or KnowledgeBaseNotFoundException) is { } final)
        {
            _board.EndAll(final);
            return;
        }

        var changed = _board.Apply(round, _schedule.Now);
        _board.Conclude(round);
        _requests.NeitherQueuedNorRunning = _board.NeitherQueuedNorRunning;

        var (initial, maximum, limit) = (PollSchedule.LongestPause, PollSchedule.LongestPause, PollSchedule.LongestPause);
        foreach (var subscription in _board.Subscriptions)
        {
            initial = Shorter(initial, subscription.Terms.Polling.Initial);
            maximum = Shorter(maximum, subscription.Terms.Polling.Maximum);
            limit = subscription.TimeToNextLimit() is { } left && left > TimeSpan.Zero ? Shorter(limit, left) : limit;
        }

        _schedule.ScheduleNext(round, changed, initial, maximum, limit);
    }

    private void Stop()
    {
        _stopped = true;
        stopped(this, _schedule.HeldFor);
        Dispose();
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
