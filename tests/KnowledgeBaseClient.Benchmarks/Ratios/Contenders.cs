namespace KnowledgeBaseClient.Benchmarks;

/// <summary>The contenders that are measured at one size.</summary>
internal sealed class Contenders : IAsyncDisposable
{
    // A call for one run takes little more than a round trip, so a sample needs many calls.
    private const int CallsForOneRun = 100;

    private readonly List<Contender> _all = [];
    private readonly RunsSize _size;
    private readonly int _calls;
    private readonly int _slowContenderRounds;
    private readonly UnchangedWatch _watch;

    public Contenders(Clients clients, RunsSize size)
    {
        _size = size;
        (_calls, _slowContenderRounds) = size.Runs == 1 ? (CallsForOneRun, 1) : size.Runs <= 200 ? (4, 1) : (1, 5);

        var list = Add("list", Approach.HandWritten, async () => (await clients.HandWritten.ListAsync(size.Path)).Count);
        Add("list", Approach.Library, async () => (await clients.Library.ListAsync(size.Name)).Count, list);
        Add("list", Approach.Refit, async () => (await clients.Refit.ListAsync(size.Name)).Count, list);
        Add("list", Approach.Newtonsoft, async () => (await clients.Newtonsoft.ListAsync(size.Path)).Count, list);
        Add("summaries", Approach.Library, async () => (await clients.Library.ListSummariesAsync(size.Name)).Count, list);

        var findPath = $"{size.Path}?run_ids={size.FoundId}";
        var find = AddFind(Approach.HandWritten, async () => (await clients.HandWritten.ListAsync(findPath)).Count);
        AddFind(Approach.Library, async () => await clients.Library.FindAsync(size.Name, size.FoundId) is null ? 0 : 1, find);

        var stream = Add("stream", Approach.HandWritten, () => CountAsync(clients.HandWritten.StreamAsync(size.Path)));
        Add("stream", Approach.Library, () => CountAsync(clients.Library.StreamAsync(size.Name)), stream);

        _watch = new UnchangedWatch(clients.Options, size);
        Add("poll-unchanged", Approach.Library, _watch.PollAsync, list);
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

    private Contender Add(string useCase, string approach, Func<Task<int>> call, Contender? baseline = null) => Add(
        new Contender(useCase, approach, _size, call, baseline)
        {
            ExpectedRuns = _size.Runs,
            Calls = _calls,
            EveryRounds = approach is Approach.Refit or Approach.Newtonsoft ? _slowContenderRounds : 1,
        });

    private Contender AddFind(string approach, Func<Task<int>> call, Contender? baseline = null) =>
        Add(new Contender("find", approach, _size, call, baseline) { ExpectedRuns = 1, Calls = CallsForOneRun });

    private Contender Add(Contender contender)
    {
        _all.Add(contender);
        return contender;
    }
}
