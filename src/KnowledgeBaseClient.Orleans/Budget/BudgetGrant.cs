namespace KnowledgeBaseClient;

// The response to a request for tokens.
[GenerateSerializer]
[Alias("KnowledgeBaseClient.BudgetGrant")]
internal sealed record BudgetGrant
{
    // Zero if the grain has held the call for long enough: ask again.
    [Id(0)]
    public int Tokens { get; init; }

    // How long the grain held the call before it granted. With it, the process knows how old a token is at most.
    [Id(1)]
    public TimeSpan Held { get; init; }

    // How long after the grant the tokens may be used.
    [Id(2)]
    public TimeSpan Lifetime { get; init; }

    // How many processes have asked lately.
    [Id(3)]
    public int Processes { get; init; }

    // The lowest rate that a process has asked with lately.
    [Id(4)]
    public int Rate { get; init; }
}
