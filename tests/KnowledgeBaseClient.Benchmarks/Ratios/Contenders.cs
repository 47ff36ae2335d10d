namespace KnowledgeBaseClient.Benchmarks;

/// <summary>Who is measured at one size.</summary>
internal sealed class Contenders(Clients clients, RunsSize size)
{
    private readonly int _calls = size.Runs == 1 ? 40 : size.Runs <= 200 ? 4 : 1;
    private readonly List<Contender> _all = [];

    public IReadOnlyList<Contender> All()
    {
        var list = Add("list", Way.HandWritten, async () => (await clients.HandWritten.ListAsync(size.Path)).Count);
        Add("list", Way.Library, async () => (await clients.Library.ListAsync(size.Name)).Count, list);
        Add("list", Way.Refit, async () => (await clients.Refit.ListAsync(size.Name)).Count, list);
        Add("list", Way.Newtonsoft, async () => (await clients.Newtonsoft.ListAsync(size.Path)).Count, list);
        Add("summaries", Way.Library, async () => (await clients.Library.ListSummariesAsync(size.Name)).Count, list);
        return _all;
    }

    private Contender Add(string useCase, string way, Func<Task<int>> call, Contender? baseline = null)
    {
        var contender = new Contender(useCase, way, size, _calls, call, baseline) { ExpectedRuns = size.Runs };
        _all.Add(contender);
        return contender;
    }
}
