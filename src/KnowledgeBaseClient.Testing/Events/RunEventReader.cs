namespace KnowledgeBaseClient.Testing;

// Reads the events of one connection. The clock waits until an event has been processed: until the next one is requested. Not thread-safe.
internal sealed class RunEventReader(RunEventSource source) : IDisposable
{
    private static readonly byte[] Malformed = "event: message\ndata: {\"type\":\"state\",\n\n"u8.ToArray();

    // Shorter than the longest Task.Delay.
    private static readonly TimeSpan MaxStep = TimeSpan.FromDays(30);

    private readonly Queue<byte[]> _ready = new();
    private DateTimeOffset? _at;
    private Run? _last;
    private int _number;
    private bool _isEnded;
    private IDisposable? _processing;

    // Null at the end of the stream.
    public async ValueTask<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        while (_ready.Count == 0)
        {
            // Before the run is read, so that no change is missed.
            var changed = source.KnowledgeBase.Changed;
            var untilNext = source.KnowledgeBase.ReadRun(source.RunId, Advance);
            if (_isEnded)
            {
                EndProcessing();
                return null;
            }

            if (untilNext != TimeSpan.Zero)
            {
                await WaitAsync(untilNext, changed, cancellationToken).ConfigureAwait(false);
            }
        }

        _processing ??= source.Clock.BeginWork();
        return _ready.Dequeue();
    }

    public void Dispose() => EndProcessing();

    // Returns the time until the next event, null if there is none. Zero: some time has passed in which events may have happened.
    private TimeSpan? Advance(SimulatedRun? run)
    {
        if (run is null || _last is { Status.IsTerminal: true })
        {
            _isEnded = true;
            return null;
        }

        var now = source.Clock.GetUtcNow();
        var next = _at is { } at ? run.NextEvent(at) : run.Since;
        if (next <= now)
        {
            Add(run, next.Value);
            return TimeSpan.Zero;
        }

        // The test has replaced the run by one in another state.
        if (_last is not null && run.StatusAt(now) != _last.Status)
        {
            Add(run, now);
            return TimeSpan.Zero;
        }

        return next - now;
    }

    private void Add(SimulatedRun run, DateTimeOffset at)
    {
        if (run.StatusAt(at) is null)
        {
            _at = at;
            return;
        }

        var current = run.ToRun(at);
        _number = _at?.ToUnixTimeMilliseconds() == at.ToUnixTimeMilliseconds() ? _number : 0;
        var events = new List<byte[]>();
        foreach (var (type, data) in RunEventWriter.Between(_last, current))
        {
            var id = new EventId(at.ToUnixTimeMilliseconds(), _number++);
            if (source.After is not { } after || id.CompareTo(after) > 0)
            {
                events.Add(RunEventWriter.Write(id, type, data));
            }
        }

        (_at, _last) = (at, current);
        Enqueue(events);
    }

    private void Enqueue(List<byte[]> events)
    {
        if (source.Disturbance == EventDisturbance.Reversed)
        {
            events.Reverse();
        }

        foreach (var next in events)
        {
            if (source.Disturbance == EventDisturbance.Malformed)
            {
                _ready.Enqueue(Malformed);
            }

            _ready.Enqueue(next);
            if (source.Disturbance == EventDisturbance.Duplicate)
            {
                _ready.Enqueue(next);
            }
        }
    }

    private async Task WaitAsync(TimeSpan? delay, Task changed, CancellationToken cancellationToken)
    {
        if (delay is not { } time)
        {
            EndProcessing();
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        // Task.Delay truncates to whole milliseconds: rounded up, it never ends early.
        time = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(time.TotalMilliseconds, MaxStep.TotalMilliseconds)));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = source.Clock.BeginWork();
        source.Clock.EnterWork(waiting);
        var elapsed = Task.Delay(time, source.Clock, ending.Token);
        EndProcessing();
        _processing = waiting;
        await Task.WhenAny(elapsed, changed).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);

        // Then the client still has to process the end, until it disposes this.
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void EndProcessing()
    {
        _processing?.Dispose();
        _processing = null;
    }
}
