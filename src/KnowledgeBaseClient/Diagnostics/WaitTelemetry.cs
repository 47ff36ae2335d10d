using System.Diagnostics;

namespace KnowledgeBaseClient;

// One wait or watch: its span with an event per status change, its metrics, and the log event of its end. Not thread-safe, except for
// AddPoll.
internal sealed class WaitTelemetry : IDisposable
{
    public const string Wait = "wait";
    public const string Watch = "watch";

    // A wait can last for days.
    private const int MaxEvents = 128;
    private const int MaxLinks = 128;

    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromMinutes(1);

    private readonly ClientTelemetry _client;
    private readonly long _id;
    private readonly string _kind;
    private readonly string _knowledgeBaseId;
    private readonly Activity? _activity;
    private readonly long _started;
    private readonly DateTimeOffset _startedAt;

    // A counter that a listener has not seen go up must not go down.
    private readonly bool _countsWaits;
    private readonly bool _countsRuns;
    private readonly Dictionary<RunStatusKind, int> _finished = [];
    private int? _pending;
    private int _events;
    private int _links;
    private Exception? _failure;

    // Pending: the number of runs; null for a watch of all runs.
    public WaitTelemetry(ClientTelemetry client, long id, string kind, string knowledgeBaseId, int? pending, Activity? activity)
    {
        (_client, _id, _kind, _knowledgeBaseId, _pending, _activity) =
            (client, id, kind, knowledgeBaseId, pending, activity);
        (_started, _startedAt) = (client.Time.GetTimestamp(), client.Time.GetUtcNow());
        _activity?.SetTag(TagNames.WaitId, id).SetTag(TagNames.RunCount, pending);
        (_countsWaits, _countsRuns) = (client.Metrics.CountsWaits, client.Metrics.CountsWatchedRuns);
        Count(1, pending ?? 0);
    }

    // Until or a progress callback runs: if the wait ends now, the callback has failed.
    public bool IsInCallback { get; set; }

    private TimeSpan Elapsed => _client.Time.GetElapsedTime(_started);

    // A state that the caller receives.
    public void AddState(RunSummary run, RunSummary? previous, bool isInitial)
    {
        if (run.Status == previous?.Status)
        {
            return;
        }

        if (_activity is not null && _events++ < MaxEvents)
        {
            _activity.AddEvent(new ActivityEvent("run.status_changed", tags: new ActivityTagsCollection
            {
                [TagNames.RunId] = _client.Redact(run.Id),
                [TagNames.RunStatus] = TagValues.Status(run.Status),
            }));
        }

        // A run that had finished before says nothing about the delay. The service's clock may differ.
        if (!isInitial && run.Status.IsTerminal && run.FinishedAt is { } finishedAt && finishedAt > _startedAt - MaxClockDifference)
        {
            var delay = _client.Time.GetUtcNow() - finishedAt;
            _client.Metrics.AddNotification(delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        }
    }

    // The wait or watch has the final state of a run.
    public void AddFinished(RunStatus status)
    {
        _pending--;
        _finished[status.Kind] = _finished.GetValueOrDefault(status.Kind) + 1;
        Count(0, _pending is null ? 0 : -1);
        if (_kind == Wait)
        {
            _client.Metrics.AddWaitResult(status, Elapsed);
        }
    }

    // A poll has served this wait.
    public void AddPoll(Activity poll)
    {
        if (_activity is not null && Interlocked.Increment(ref _links) <= MaxLinks)
        {
            _activity.Link(poll);
        }
    }

    public bool Observe(Exception failure)
    {
        _failure = failure;
        return false;
    }

    public void Dispose()
    {
        var elapsed = Elapsed;
        Count(-1, -(_pending ?? 0));
        var errorType = _failure is not null ? TagValues.ErrorType(_failure) : IsInCallback ? TagValues.OtherError : null;
        if (errorType is not null)
        {
            _activity.Fail(errorType, _failure);
        }

        if (_kind == Wait)
        {
            LogEnd(elapsed);
            if (errorType is not null)
            {
                _client.Metrics.AddWaitFailure(errorType, elapsed);
            }
        }

        _activity?.SetTag(TagNames.KnowledgeBaseId, _client.Redact(_knowledgeBaseId)).Dispose();
    }

    private void LogEnd(TimeSpan elapsed)
    {
        var knowledgeBaseId = _client.Redact(_knowledgeBaseId);
        var (completed, failed, stopped) = (Count(RunStatusKind.Completed), Count(RunStatusKind.Failed), Count(RunStatusKind.Stopped));
        var other = _finished.Values.Sum() - completed - failed - stopped;
        if (_failure is null && _pending == 0 && !IsInCallback)
        {
            PollingEvents.WaitFinished(_client.Polling, _id, knowledgeBaseId, elapsed, completed, failed, stopped, other);
            return;
        }

        var reason = _failure is not null ? _failure.GetType().Name : IsInCallback ? "a callback failed" : "the caller ended it";
        PollingEvents.WaitEnded(
            _client.Polling, _id, knowledgeBaseId, elapsed, reason, completed, failed, stopped, other, _pending ?? 0);
    }

    private void Count(int waits, int runs)
    {
        if (_countsWaits && waits != 0)
        {
            _client.Metrics.AddWaits(waits, _kind);
        }

        if (_countsRuns && runs != 0)
        {
            _client.Metrics.AddWatchedRuns(runs);
        }
    }

    private int Count(RunStatusKind kind) => _finished.GetValueOrDefault(kind);
}
