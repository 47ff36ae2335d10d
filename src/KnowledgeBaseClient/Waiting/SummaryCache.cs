using System.IO.Hashing;

namespace KnowledgeBaseClient;

// Summaries by the hash of the JSON they were read from: a run whose text has not changed since the previous poll is not read again.
// Keeping 128 bits instead of the texts saves memory. A forged collision gains nothing: who can send it can also send a wrong run.
// Thread-safe.
internal sealed class SummaryCache
{
    private readonly object _lock = new();
    private Dictionary<UInt128, RunSummary> _previous = [];
    private Dictionary<UInt128, RunSummary> _current = [];

    // Drops the entries that the previous poll did not use.
    public void BeginPoll()
    {
        lock (_lock)
        {
            (_previous, _current) = (_current, _previous);
            _current.Clear();
        }
    }

    public RunSummary Read(RawJson json)
    {
        var hash = XxHash128.HashToUInt128(json.Utf8.Span);
        lock (_lock)
        {
            if (_previous.TryGetValue(hash, out var known))
            {
                return _current[hash] = known;
            }
        }

        var summary = RunReader.ReadSummary(json);
        lock (_lock)
        {
            _current[hash] = summary;
        }

        return summary;
    }
}
