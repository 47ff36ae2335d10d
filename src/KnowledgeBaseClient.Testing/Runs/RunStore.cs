namespace KnowledgeBaseClient.Testing;

// The runs of one knowledge base on a clock, or the function that returns them. Thread-safe.
internal sealed class RunStore(string knowledgeBaseId, TimeProvider clock)
{
    private readonly object _lock = new();
    private readonly RunList _runs = new();
    private RunSource? _source;
    private TaskCompletionSource _changed = NewSignal();

    // Completes when a run has been added, replaced or removed.
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    // Null if the service does not list the run now.
    public T Read<T>(string id, Func<SimulatedRun?, T> read)
    {
        lock (_lock)
        {
            return read(_runs.Find(null, [id], clock.GetUtcNow()).FirstOrDefault());
        }
    }

    public IReadOnlyList<Run> ToRuns()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            return [.. _runs.Find(null, null, now).Select(run => run.ToRun(now))];
        }
    }

    // The body of a response: the runs with this status and one of these ids, null for any.
    public ResponseBody ToBody(string? status, IReadOnlyList<string>? ids)
    {
        _source?.Call(Replace);
        lock (_lock)
        {
            return _runs.ToBody(status, ids, clock.GetUtcNow());
        }
    }

    public string Add(SimulatedRun run)
    {
        lock (_lock)
        {
            if (_runs.Contains(run.Id))
            {
                throw new ArgumentException(
                    $"The knowledge base {knowledgeBaseId} already has a run {run.Id}: use another id, or SetRun to replace the run.");
            }

            Set(run);
            return run.Id;
        }
    }

    public void Set(SimulatedRun run)
    {
        lock (_lock)
        {
            if (_source is not null)
            {
                throw new InvalidOperationException(
                    $"The runs of the knowledge base {knowledgeBaseId} come from the function of UseRuns: change what it returns.");
            }

            SetNow(run);
            SignalChange();
        }
    }

    public void SetAll(IEnumerable<SimulatedRun> runs)
    {
        lock (_lock)
        {
            _source = null;
            Replace(runs);
        }
    }

    public void Use(Func<IEnumerable<Run>> runs)
    {
        lock (_lock)
        {
            _runs.Clear();
            _source = new RunSource(runs);
        }
    }

    public bool Remove(string id)
    {
        lock (_lock)
        {
            var isRemoved = _runs.Remove(id);
            SignalChange();
            return isRemoved;
        }
    }

    private void Replace(IEnumerable<SimulatedRun> runs)
    {
        lock (_lock)
        {
            _runs.Clear();
            foreach (var run in runs)
            {
                SetNow(run);
            }

            SignalChange();
        }
    }

    private void SetNow(SimulatedRun run)
    {
        run.Since = clock.GetUtcNow();
        _runs.Set(run);
    }

    private void SignalChange()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
