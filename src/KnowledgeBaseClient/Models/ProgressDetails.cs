using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The progress of a run, node by node.</summary>
/// <remarks>The lists are never null. An entry that is not a string is kept as its JSON text. Immutable and thread-safe.</remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public sealed record ProgressDetails
{
    /// <summary>Gets the ids of the nodes that were executed.</summary>
    /// <value>Empty by default. Never null.</value>
    public IReadOnlyList<string> ExecutedNodes { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets the ids of the nodes that are running.</summary>
    /// <value>Empty by default. Never null.</value>
    public IReadOnlyList<string> RunningNodes { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets the ids of the nodes that have not started yet.</summary>
    /// <value>Empty by default. Never null.</value>
    public IReadOnlyList<string> RemainingNodes { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets the ids of the nodes that were skipped.</summary>
    /// <value>Empty by default. Never null.</value>
    public IReadOnlyList<string> SkippedNodes { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets the ids of the nodes that handle the errors of other nodes.</summary>
    /// <value>Empty by default. Never null.</value>
    public IReadOnlyList<string> ErrorHandlerNodes { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets the progress of each node.</summary>
    /// <value>Opaque JSON: an object from node id to percent (observed, not documented by the service). Absent in a summary.</value>
    public RawJson PerNodeProgress { get; init; }

    /// <summary>Gets the progress of each edge.</summary>
    /// <value>Opaque JSON: an object from edge id to percent (observed, not documented by the service). Absent in a summary.</value>
    public RawJson PerEdgeProgress { get; init; }

    /// <summary>Gets the progress of the whole run.</summary>
    /// <value>
    /// In percent, from 0 to 100 (observed, not documented by the service, and not checked by this library). Fractions are truncated. 0
    /// when the service sends no number.
    /// </value>
    public int TotalProgress { get; init; }

    /// <summary>Gets the JSON fields that this version of the library does not model, by name.</summary>
    /// <value>Never null. Empty in a summary.</value>
    public IReadOnlyDictionary<string, RawJson> AdditionalProperties { get; init => field = PropertyBag.Copy(value); } = PropertyBag.Empty;

    internal JsonOrigin Origin { get; init; }

    // Without opaque JSON, as in a summary.
    internal ProgressDetails ToSummary() => this with
    {
        PerNodeProgress = default,
        PerEdgeProgress = default,
        AdditionalProperties = PropertyBag.Empty,
        Origin = default,
    };

    /// <summary>Returns the total progress and the number of nodes in each state, without any opaque JSON.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        $"{TotalProgress} %: {ExecutedNodes.Count} executed, {RunningNodes.Count} running, "
        + $"{RemainingNodes.Count} remaining, {SkippedNodes.Count} skipped";
}
