using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>How far a run is, node by node.</summary>
/// <remarks>The lists are never null; an entry that is no string is kept as its JSON text. Immutable and thread-safe.</remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public sealed record ProgressDetails
{
    /// <summary>The nodes that are done.</summary>
    public IReadOnlyList<string> ExecutedNodes { get; init => field = StringList.Copy(value); } = StringList.Empty;

    /// <summary>The nodes that are being carried out.</summary>
    public IReadOnlyList<string> RunningNodes { get; init => field = StringList.Copy(value); } = StringList.Empty;

    /// <summary>The nodes that are still to come.</summary>
    public IReadOnlyList<string> RemainingNodes { get; init => field = StringList.Copy(value); } = StringList.Empty;

    /// <summary>The nodes that were passed over.</summary>
    public IReadOnlyList<string> SkippedNodes { get; init => field = StringList.Copy(value); } = StringList.Empty;

    /// <summary>The nodes that handle errors of others.</summary>
    public IReadOnlyList<string> ErrorHandlerNodes { get; init => field = StringList.Copy(value); } = StringList.Empty;

    /// <summary>How far each node is: an object from node id to, by the service's habit, percent. Opaque; absent in a summary.</summary>
    public RawJson PerNodeProgress { get; init; }

    /// <summary>How far each edge is: an object from edge id to, by the service's habit, percent. Opaque; absent in a summary.</summary>
    public RawJson PerEdgeProgress { get; init; }

    /// <summary>How far the run is as a whole, in percent.</summary>
    /// <value>From 0 to 100 by the service's habit, not checked here; a fraction is cut off. 0 when the service says nothing.</value>
    public int TotalProgress { get; init; }

    /// <summary>The fields that this version does not know, by name.</summary>
    /// <value>Never null; empty in a summary.</value>
    public IReadOnlyDictionary<string, RawJson> AdditionalProperties { get; init => field = PropertyBag.Copy(value); } = PropertyBag.Empty;

    internal JsonOrigin Origin { get; init; }

    /// <summary>Says how many nodes stand where; never prints the opaque JSON.</summary>
    public override string ToString() =>
        $"{TotalProgress} %: {ExecutedNodes.Count} executed, {RunningNodes.Count} running, {RemainingNodes.Count} remaining, {SkippedNodes.Count} skipped";
}
