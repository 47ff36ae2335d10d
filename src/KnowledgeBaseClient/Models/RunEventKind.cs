using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The kind of an event of a run.</summary>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public enum RunEventKind
{
    /// <summary>An event of a kind that this version of the library does not know. See <see cref="RunEvent.Data"/>.</summary>
    Other,

    /// <summary>A node changed its status, or produced text.</summary>
    Content,

    /// <summary>The status or the progress of the run changed.</summary>
    State,
}
