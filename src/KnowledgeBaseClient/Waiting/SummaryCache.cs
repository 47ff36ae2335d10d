using System.IO.Hashing;

namespace KnowledgeBaseClient;

// The summaries of the last poll by the text that they were read from: a run whose text is the same is not read again. Texts are told apart by 128
// bits of a hash, because keeping them would keep every answer; whoever could find two with the same could as well send a wrong one. Thread-safe.
internal sealed class SummaryCache
{
    private readonly object _lock = new();
    private Dictionary<UInt128, RunSummary> _last = [];
    private Dictionary<UInt128, RunSummary> _now = [];

    // What the next poll does not bring is forgotten with the one after it.
    public void BeginPoll()
    {
        lock (_lock)
        {
            (_last, _now) = (_now, _last);
            _now.Clear();
        }
    }

    public RunSummary Read(RawJson json)
    {
        var text = XxHash128.HashToUInt128(json.Utf8.Span);
        lock (_lock)
        {
            if (_last.TryGetValue(text, out var known))
            {
                return _now[text] = known;
            }
        }

        var summary = RunReader.ReadSummary(json);
        lock (_lock)
        {
            _now[text] = summary;
        }

        return summary;
    }
}
