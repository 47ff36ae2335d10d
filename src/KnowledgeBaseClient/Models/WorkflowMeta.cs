using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>How a workflow is shown: its tags and its icon.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public sealed record WorkflowMeta
{
    /// <summary>The workflow's tags.</summary>
    /// <value>Never null; an entry that is no string is kept as its JSON text.</value>
    public IReadOnlyList<string> Tags { get; init => field = StringList.Copy(value); } = StringList.Empty;

    /// <summary>The name of the workflow's icon.</summary>
    public string? Icon { get; init; }

    /// <summary>The fields that this version does not know, by name.</summary>
    /// <value>Never null.</value>
    public IReadOnlyDictionary<string, RawJson> AdditionalProperties { get; init => field = PropertyBag.Copy(value); } = PropertyBag.Empty;

    internal JsonOrigin Origin { get; init; }

    /// <summary>The icon and the tags.</summary>
    public override string ToString() => $"{Icon}: {string.Join(", ", Tags)}";
}
