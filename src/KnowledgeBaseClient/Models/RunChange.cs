namespace KnowledgeBaseClient;

/// <summary>A change to a run between two polls.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RunChange
{
    /// <summary>Gets the run after the change; for a run that vanished, its last known state.</summary>
    public required RunSummary Current { get; init; }

    /// <summary>Gets the run before the change, as this caller last saw it.</summary>
    /// <value>Null if the caller sees the run for the first time.</value>
    public RunSummary? Previous { get; init; }

    /// <summary>Gets the kind of the change.</summary>
    /// <value>
    /// <see cref="RunChangeKind.Completed"/>, <see cref="RunChangeKind.Failed"/> or <see cref="RunChangeKind.Stopped"/>, not
    /// <see cref="RunChangeKind.Appeared"/>, for a run that had already finished when it was first listed.
    /// </value>
    public required RunChangeKind Kind { get; init; }

    /// <summary>
    /// Gets the nodes that changed state; for the first change of a run, the nodes that are in another state than
    /// <see cref="NodeState.Remaining"/>.
    /// </summary>
    /// <value>Never null.</value>
    public IReadOnlyList<NodeMove> MovedNodes { get; init; } = [];

    /// <summary>Gets the estimated time until the run finishes, at the pace of its progress so far.</summary>
    /// <value>Null if the run makes no progress, has finished, or has not been observed long enough for an estimate.</value>
    public TimeSpan? EstimatedTimeLeft { get; init; }

    /// <summary>Returns the kind of the change and the run.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{Kind}: {Current}";

    internal static RunChange Between(RunSummary? previous, RunSummary current, TimeSpan? timeLeft = null) => new()
    {
        Current = current,
        Previous = previous,
        Kind = KindOf(previous, current),
        MovedNodes = Equals(previous?.ProgressDetails, current.ProgressDetails) ? [] : MovesBetween(previous, current),
        EstimatedTimeLeft = current.Status.IsTerminal ? null : timeLeft,
    };

    private static RunChangeKind KindOf(RunSummary? previous, RunSummary current)
    {
        if (previous?.Status != current.Status && current.Status.IsTerminal)
        {
            return current.Status == RunStatus.Completed ? RunChangeKind.Completed
                : current.Status == RunStatus.Failed ? RunChangeKind.Failed
                : RunChangeKind.Stopped;
        }

        return previous is null ? RunChangeKind.Appeared
            : previous.Status != current.Status ? RunChangeKind.StatusChanged
            : previous.Progress != current.Progress || !Equals(previous.ProgressDetails, current.ProgressDetails) ? RunChangeKind.Progressed
            : RunChangeKind.Updated;
    }

    private static List<NodeMove> MovesBetween(RunSummary? previous, RunSummary current)
    {
        var before = StatesOf(previous?.ProgressDetails);
        var now = StatesOf(current.ProgressDetails);
        var moves = new List<NodeMove>();

        foreach (var (node, to) in now)
        {
            var from = before.GetValueOrDefault(node, previous is null ? NodeState.Remaining : NodeState.Unlisted);
            if (from != to)
            {
                moves.Add(new NodeMove(node, from, to));
            }
        }

        foreach (var (node, from) in before.Where(node => !now.ContainsKey(node.Key)))
        {
            moves.Add(new NodeMove(node, from, NodeState.Unlisted));
        }

        return moves;
    }

    private static Dictionary<string, NodeState> StatesOf(ProgressDetails? details)
    {
        var states = new Dictionary<string, NodeState>(StringComparer.Ordinal);
        if (details is not null)
        {
            // If a node is in several lists, the later call wins: the most advanced state.
            Add(details.RemainingNodes, NodeState.Remaining);
            Add(details.RunningNodes, NodeState.Running);
            Add(details.SkippedNodes, NodeState.Skipped);
            Add(details.ExecutedNodes, NodeState.Executed);
        }

        return states;

        void Add(IReadOnlyList<string> nodes, NodeState state)
        {
            foreach (var node in nodes)
            {
                states[node] = state;
            }
        }
    }
}
