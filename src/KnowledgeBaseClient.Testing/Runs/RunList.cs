namespace KnowledgeBaseClient.Testing;

// The runs of a knowledge base in the order in which they were added. A run that is replaced keeps its place. Not thread-safe.
internal sealed class RunList
{
    private static readonly byte[] ListStart = "["u8.ToArray();
    private static readonly byte[] Comma = ","u8.ToArray();
    private static readonly byte[] ListEnd = "]"u8.ToArray();

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<SimulatedRun?> _runs = [];

    public bool Contains(string id) => _places.ContainsKey(id);

    public void Set(SimulatedRun run)
    {
        if (_places.TryGetValue(run.Id, out var place))
        {
            _runs[place] = run;
            return;
        }

        _places.Add(run.Id, _runs.Count);
        _runs.Add(run);
    }

    public bool Remove(string id)
    {
        if (!_places.Remove(id, out var place))
        {
            return false;
        }

        _runs[place] = null;
        return true;
    }

    public void Clear()
    {
        _places.Clear();
        _runs.Clear();
    }

    // The runs that are listed now, with this status and one of these ids; null for any.
    public IEnumerable<SimulatedRun> Find(string? status, IReadOnlyList<string>? ids, DateTimeOffset now) =>
        Find(ids).Where(run => run.StatusAt(now) is { } current && (status is null || current.Value == status));

    public ResponseBody ToBody(string? status, IReadOnlyList<string>? ids, DateTimeOffset now)
    {
        var pieces = new List<byte[]> { ListStart };
        foreach (var run in Find(status, ids, now))
        {
            if (pieces.Count > 1)
            {
                pieces.Add(Comma);
            }

            pieces.Add(run.ToJson(now));
        }

        pieces.Add(ListEnd);
        return new ResponseBody(pieces);
    }

    // By id without looking at all runs: a test may have ten thousand of them.
    private IEnumerable<SimulatedRun> Find(IReadOnlyList<string>? ids)
    {
        var found = ids is null
            ? _runs
            : ids.Where(_places.ContainsKey).Select(id => _places[id]).Distinct().Order().Select(place => _runs[place]);
        return found.OfType<SimulatedRun>();
    }
}
