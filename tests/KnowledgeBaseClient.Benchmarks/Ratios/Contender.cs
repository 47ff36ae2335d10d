namespace KnowledgeBaseClient.Benchmarks;

/// <summary>One approach to one case at one size, and its samples.</summary>
internal sealed class Contender(string useCase, string approach, RunsSize size, Func<Task<int>> call, Contender? baseline)
{
    public string Case { get; } = useCase;

    public string Approach { get; } = approach;

    public RunsSize Size { get; } = size;

    /// <summary>Makes one call and returns the number of runs that were read.</summary>
    public Func<Task<int>> Call { get; } = call;

    public required int ExpectedRuns { get; init; }

    /// <summary>The number of calls per sample. Short calls are measured in groups.</summary>
    public required int Calls { get; init; }

    /// <summary>Takes part in every n-th round only, so that slow contenders leave time for the others.</summary>
    public int EveryRounds { get; init; } = 1;

    public List<Sample> Samples { get; } = [];

    /// <summary>The cost relative to the baseline's cost in the same round.</summary>
    public Distribution Ratios(Func<Sample, double> cost) => Distribution.Of(
        Samples.Join(baseline!.Samples, own => own.Round, other => other.Round, (own, other) => cost(own) / cost(other)));
}
