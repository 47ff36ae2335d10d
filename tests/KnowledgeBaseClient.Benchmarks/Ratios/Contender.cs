namespace KnowledgeBaseClient.Benchmarks;

/// <summary>One way to carry out a case, beside others, and what it has cost in each round.</summary>
internal sealed class Contender(string useCase, string way, RunsSize size, int calls, Func<Task<int>> call, Contender? baseline)
{
    public string Case { get; } = useCase;

    public string Way { get; } = way;

    public RunsSize Size { get; } = size;

    /// <summary>What it is divided by; null for what others are divided by.</summary>
    public Contender? Baseline { get; } = baseline;

    /// <summary>How many calls make a sample: short ones are measured together.</summary>
    public int Calls { get; } = calls;

    /// <summary>One call; gives how many runs it has read.</summary>
    public Func<Task<int>> Call { get; } = call;

    public required int ExpectedRuns { get; init; }

    public List<Sample> Samples { get; } = [];

    /// <summary>Round by round, this one's cost by the baseline's.</summary>
    public Spread Ratios(Func<Sample, double> cost) =>
        Spread.Of(Samples.Zip(Baseline!.Samples, (own, other) => cost(own) / cost(other)));
}
