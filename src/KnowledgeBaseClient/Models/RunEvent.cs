using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>An event of a run, as the service sends it while the run is running.</summary>
/// <remarks>
/// The format comes from the vendor's public documentation, not from the API reference. An event can arrive before the list of runs shows
/// the same state. Immutable and thread-safe. Two events are equal if all their values are equal.
/// </remarks>
public sealed record RunEvent
{
    /// <summary>Gets the id of the event. A later stream can continue after it.</summary>
    /// <value>Null if the service sent none.</value>
    [JsonPropertyName("event_id")]
    public string? EventId { get; init; }

    /// <summary>Gets the kind of the event.</summary>
    [JsonPropertyName("kind")]
    public RunEventKind Kind { get; init; }

    /// <summary>Gets the id of the node.</summary>
    /// <value>Null if the event is about the whole run.</value>
    [JsonPropertyName("node_id")]
    public string? NodeId { get; init; }

    /// <summary>Gets the status of the node.</summary>
    /// <value>Null if the event is about the whole run.</value>
    [JsonPropertyName("node_status")]
    public string? NodeStatus { get; init; }

    /// <summary>Gets the text that the node produced.</summary>
    /// <value>A part of its output. Null if it produced none.</value>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>Gets the status of the run.</summary>
    /// <value>Null if the event does not contain it.</value>
    [JsonPropertyName("status")]
    public RunStatus? Status { get; init; }

    /// <summary>Gets the progress of the run.</summary>
    /// <value>Null if the event does not contain it.</value>
    [JsonPropertyName("progress_details")]
    public ProgressDetails? ProgressDetails { get; init; }

    /// <summary>Gets everything that the service sent about the event.</summary>
    /// <value>Opaque JSON: the <c>data</c> of the event.</value>
    [JsonPropertyName("data")]
    public RawJson Data { get; init; }

    // The service sends no event after it.
    internal bool IsLast => Kind == RunEventKind.Content && Status is { IsTerminal: true };

    /// <summary>Returns the kind, the node and the status.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Join(
        ' ', new[] { Kind.ToString(), NodeId, NodeStatus, Status?.DisplayText, Text }.Where(part => !string.IsNullOrEmpty(part)));
}
