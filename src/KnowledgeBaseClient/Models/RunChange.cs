namespace KnowledgeBaseClient;

/// <summary>What has happened to a run between two looks at it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RunChange
{
    /// <summary>The run as it is now; for one that has vanished, as it was last seen.</summary>
    public required RunSummary Current { get; init; }

    /// <summary>The run as whoever gets this saw it before; null when it has just appeared.</summary>
    public RunSummary? Previous { get; init; }

    /// <summary>What has happened. An ending counts as such also when the run is seen for the first time.</summary>
    public required RunChangeKind Kind { get; init; }

    /// <summary>The nodes that have moved since; when the run has just appeared, those that are not still to come.</summary>
    /// <value>Never null.</value>
    public IReadOnlyList<NodeMove> MovedNodes { get; init; } = [];

    /// <summary>How long the run will take at the pace of its progress so far.</summary>
    /// <value>Null when it does not progress, has ended, or has not been watched for long enough to tell.</value>
    public TimeSpan? EstimatedTimeLeft { get; init; }

    /// <summary>Says what has happened to which run.</summary>
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

        moves.AddRange(before.Where(node => !now.ContainsKey(node.Key)).Select(node => new NodeMove(node.Key, node.Value, NodeState.Unlisted)));
        return moves;
    }

    private static Dictionary<string, NodeState> StatesOf(ProgressDetails? details)
    {
        var states = new Dictionary<string, NodeState>(StringComparer.Ordinal);
        if (details is not null)
        {
            // Where a node is in several lists, the one that is furthest counts.
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
