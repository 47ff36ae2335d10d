namespace KnowledgeBaseClient;

// What a subscription knows of one run. Guarded by the subscription's lock.
internal sealed class SeenRun
{
    private RunSnapshot? _ending;
    private RunSnapshot? _pending;
    private bool _vanished;
    private RunSummary? _delivered;

    public RunSummary? Last { get; private set; }

    public TimeSpan? MissingSince { get; set; }

    // The reader has what it waited for, though the run goes on.
    public bool IsDone { get; set; }

    public bool IsPending => !IsDone && Last?.Status.IsTerminal != true;

    // True when the run is to be queued for the reader, being not in the queue already.
    public bool Offer(RunSnapshot run)
    {
        Last = run.Summary;
        var isNew = _pending is null;
        KeepEnding(run.Summary);
        (_pending, _vanished) = (run, false);
        return isNew;
    }

    public bool OfferVanished()
    {
        var isNew = _pending is null;
        KeepEnding(null);
        (_pending, _vanished, Last) = (new RunSnapshot(Last!, null), true, null);
        return isNew;
    }

    // As if the reader had been told already.
    public void Baseline(RunSummary summary) => (Last, _delivered) = (summary, summary);

    // True when there is more to take. After the notice that it has vanished, this is over: should the run come back, it is another.
    public bool Take(out Notice notice)
    {
        var run = _ending ?? _pending!;
        notice = new Notice(run, _delivered, _ending is null && _vanished);
        _delivered = run.Summary;
        if (_ending is not null)
        {
            _ending = null;
            return true;
        }

        _pending = null;
        return false;
    }

    // A reader who comes late gets the latest only, but an ending in any case.
    private void KeepEnding(RunSummary? next)
    {
        if (_pending is { Summary.Status.IsTerminal: true } && !_vanished && next?.Status != _pending.Summary.Status)
        {
            _ending ??= _pending;
        }
    }
}
