namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Who is measured at one size.</summary>
internal sealed class Contenders : IAsyncDisposable
{
    // One run comes as fast as the connection answers: more calls make a sample.
    private const int CallsForOneRun = 100;

    private readonly List<Contender> _all = [];
    private readonly RunsSize _size;
    private readonly int _calls;
    private readonly int _roundsBetweenOthers;
    private readonly UnchangedWatch _watch;

    public Contenders(Clients clients, RunsSize size)
    {
        _size = size;
        (_calls, _roundsBetweenOthers) = size.Runs == 1 ? (CallsForOneRun, 1) : size.Runs <= 200 ? (4, 1) : (1, 5);

        var list = Add("list", Way.HandWritten, async () => (await clients.HandWritten.ListAsync(size.Path)).Count);
        Add("list", Way.Library, async () => (await clients.Library.ListAsync(size.Name)).Count, list);
        Add("list", Way.Refit, async () => (await clients.Refit.ListAsync(size.Name)).Count, list);
        Add("list", Way.Newtonsoft, async () => (await clients.Newtonsoft.ListAsync(size.Path)).Count, list);
        Add("summaries", Way.Library, async () => (await clients.Library.ListSummariesAsync(size.Name)).Count, list);

        var wanted = $"{size.Path}?run_ids={size.WantedId}";
        var find = AddFind(Way.HandWritten, async () => (await clients.HandWritten.ListAsync(wanted)).Count);
        AddFind(Way.Library, async () => await clients.Library.FindAsync(size.Name, size.WantedId) is null ? 0 : 1, find);

        var stream = Add("stream", Way.HandWritten, () => CountAsync(clients.HandWritten.StreamAsync(size.Path)));
        Add("stream", Way.Library, () => CountAsync(clients.Library.StreamAsync(size.Name)), stream);

        _watch = new UnchangedWatch(clients.Options, size);
        Add("poll-unchanged", Way.Library, _watch.PollAsync, list);
    }

    public IReadOnlyList<Contender> All => _all;

    public ValueTask DisposeAsync() => _watch.DisposeAsync();

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> runs)
    {
        var count = 0;
        await foreach (var _ in runs)
        {
            count++;
        }

        return count;
    }

    private Contender Add(string useCase, string way, Func<Task<int>> call, Contender? baseline = null) => Add(
        new Contender(useCase, way, _size, call, baseline)
        {
            ExpectedRuns = _size.Runs,
            Calls = _calls,
            EveryRounds = way is Way.Refit or Way.Newtonsoft ? _roundsBetweenOthers : 1,
        });

    private Contender AddFind(string way, Func<Task<int>> call, Contender? baseline = null) =>
        Add(new Contender("find", way, _size, call, baseline) { ExpectedRuns = 1, Calls = CallsForOneRun });

    private Contender Add(Contender contender)
    {
        _all.Add(contender);
        return contender;
    }
}
