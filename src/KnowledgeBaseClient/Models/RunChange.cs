using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>A change to a run between two polls.</summary>
/// <remarks>
/// Immutable and thread-safe. Two changes are equal if all their values are equal. System.Text.Json writes the names in snake case, the
/// kinds and states as text and durations in the constant format, such as <c>00:02:00</c>.
/// </remarks>
public sealed record RunChange
{
    /// <summary>Gets the run after the change; for a run that vanished, its last known state.</summary>
    [JsonPropertyName("current")]
    public required RunSummary Current { get; init; }

    /// <summary>Gets the run before the change, as this caller last saw it.</summary>
    /// <value>Null if the caller sees the run for the first time.</value>
    [JsonPropertyName("previous")]
    public RunSummary? Previous { get; init; }

    /// <summary>Gets the kind of the change.</summary>
    /// <value>
    /// <see cref="RunChangeKind.Completed"/>, <see cref="RunChangeKind.Failed"/> or <see cref="RunChangeKind.Stopped"/>, not
    /// <see cref="RunChangeKind.Appeared"/>, for a run that had already finished when it was first listed.
    /// </value>
    [JsonPropertyName("kind")]
    public required RunChangeKind Kind { get; init; }

    /// <summary>Gets a value indicating whether the first successful poll of the wait or watch already found this status.</summary>
    /// <value><see langword="true"/> for the first change of such a run; <see langword="false"/> for every later change.</value>
    /// <remarks>
    /// Runs that change between the start and that poll count as initial: use <see cref="WatchOptions.EndedSince"/>, not this property, to
    /// skip failures that were handled before.
    /// </remarks>
    [JsonPropertyName("is_initial")]
    public bool IsInitial { get; init; }

    /// <summary>
    /// Gets the nodes that changed state; for the first change of a run, the nodes that are in another state than
    /// <see cref="NodeState.Remaining"/>.
    /// </summary>
    /// <value>Never null.</value>
    [JsonPropertyName("moved_nodes")]
    public IReadOnlyList<NodeMove> MovedNodes { get; init => field = ValueList<NodeMove>.Copy(value); } =
        ValueList<NodeMove>.Empty;

    /// <summary>Gets the estimated time until the run finishes, at the pace of its progress so far.</summary>
    /// <value>Null if the run makes no progress, has finished, or has not been observed long enough for an estimate.</value>
    [JsonPropertyName("estimated_time_left")]
    public TimeSpan? EstimatedTimeLeft { get; init; }

    /// <summary>Returns the kind of the change, the run and, if it changed, the previous status.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString()
    {
        var before = Previous is { } previous && previous.Status != Current.Status ? $" (was {previous.Status.DisplayText})" : "";
        return $"{Kind}: {Current}{before}";
    }

    internal static RunChange Between(
        RunSummary? previous, RunSummary current, TimeSpan? timeLeft = null, bool isInitial = false) => new()
        {
            Current = current,
            Previous = previous,
            Kind = KindOf(previous, current),
            IsInitial = isInitial,
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
