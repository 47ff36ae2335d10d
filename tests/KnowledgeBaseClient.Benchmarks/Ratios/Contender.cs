namespace KnowledgeBaseClient.Benchmarks;

/// <summary>One way to carry out a case, beside others, and what it has cost in each round.</summary>
internal sealed class Contender(string useCase, string way, RunsSize size, Func<Task<int>> call, Contender? baseline)
{
    public string Case { get; } = useCase;

    public string Way { get; } = way;

    public RunsSize Size { get; } = size;

    /// <summary>One call; gives how many runs it has read.</summary>
    public Func<Task<int>> Call { get; } = call;

    public required int ExpectedRuns { get; init; }

    /// <summary>How many calls make a sample: short ones are measured together.</summary>
    public required int Calls { get; init; }

    /// <summary>In which rounds it takes part: in all, or in every so many, where it would take the others' time.</summary>
    public int EveryRounds { get; init; } = 1;

    public List<Sample> Samples { get; } = [];

    /// <summary>Round by round, this one's cost by the baseline's.</summary>
    public Spread Ratios(Func<Sample, double> cost) => Spread.Of(
        Samples.Join(baseline!.Samples, own => own.Round, other => other.Round, (own, other) => cost(own) / cost(other)));
}
