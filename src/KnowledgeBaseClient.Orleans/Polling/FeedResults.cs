namespace KnowledgeBaseClient;

// The results that a replica has not confirmed yet, so that a lost response loses nothing. Thread-safe.
internal sealed class FeedResults(TimeProvider time, PollerTimes times)
{
    private readonly object _lock = new();
    private readonly Queue<Entry> _entries = new();
    private TaskCompletionSource _signal = new();
    private long _last;
    private bool _isClosed;

    public void Add(IReadOnlyList<PollMessage> messages)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            foreach (var message in messages)
            {
                _entries.Enqueue(new Entry(message with { Result = ++_last }, now));
            }
        }

        // Inline: a grain resumes on its own scheduler anyway.
        _signal.TrySetResult();
    }

    // The replica has received the results up to this one.
    public void Confirm(long last)
    {
        lock (_lock)
        {
            while (_entries.TryPeek(out var entry) && entry.Message.Result <= last)
            {
                _entries.Dequeue();
            }

            if (_entries.Count == 0 && !_isClosed && _signal.Task.IsCompleted)
            {
                _signal = new TaskCompletionSource();
            }
        }
    }

    // Completes when there is a result, or after MaxWait.
    public async Task WaitAsync()
    {
        Task signal;
        lock (_lock)
        {
            signal = _signal.Task;
        }

        try
        {
            await signal.WaitAsync(times.MaxWait, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
        }
    }

    public PollerResponse ToResponse()
    {
        lock (_lock)
        {
            var results = new List<PollMessage>();
            var bytes = 0L;
            foreach (var entry in _entries.TakeWhile(_ => bytes < times.MaxResponseBytes))
            {
                bytes += entry.Message.Runs.Sum(static run => (long)run.Json.Length);
                results.Add(entry.Message with { Age = time.GetElapsedTime(entry.AddedAt) });
            }

            return new PollerResponse { IsUnknownSession = _isClosed, Results = _isClosed ? [] : results };
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }

        _signal.TrySetResult();
    }

    private sealed record Entry(PollMessage Message, long AddedAt);
}
