namespace KnowledgeBaseClient.Testing;

// A part of a script: what the service lists about the run during this time.
internal sealed record RunPhase(RunStatus Status)
{
    // Null: the phase never ends.
    public TimeSpan? Duration { get; init; }

    public bool IsListed { get; init; } = true;

    // Progress changes evenly during the phase.
    public int FromProgress { get; init; }

    public int ToProgress { get; init; }

    // The nodes that run one after the other during the phase.
    public IReadOnlyList<string> Nodes { get; init; } = [];

    public RawJson Output { get; init; }
}
