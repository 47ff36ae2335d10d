using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The tags and the icon with which a workflow is displayed.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public sealed record WorkflowMeta
{
    /// <summary>Gets the workflow's tags.</summary>
    /// <value>Never null. An entry that is not a string is kept as its JSON text.</value>
    public IReadOnlyList<string> Tags { get; init => field = ValueList<string>.Copy(value); } = ValueList<string>.Empty;

    /// <summary>Gets the name of the workflow's icon.</summary>
    /// <value>Null when the service sends none.</value>
    public string? Icon { get; init; }

    /// <summary>Gets the JSON fields that this version of the library does not model, by name.</summary>
    /// <value>Never null.</value>
    public IReadOnlyDictionary<string, RawJson> AdditionalProperties { get; init => field = PropertyBag.Copy(value); } = PropertyBag.Empty;

    internal JsonOrigin Origin { get; init; }

    /// <summary>Returns the icon and the tags.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{Icon ?? "no icon"}, tags: {(Tags.Count == 0 ? "none" : string.Join(", ", Tags))}";
}
