using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The kind of a change to a run.</summary>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public enum RunChangeKind
{
    /// <summary>The run was listed for the first time and has not finished.</summary>
    Appeared,

    /// <summary>The progress of the run or of its nodes changed; its status did not.</summary>
    Progressed,

    /// <summary>The status changed to one that is not terminal.</summary>
    StatusChanged,

    /// <summary>The run completed successfully.</summary>
    Completed,

    /// <summary>The run failed.</summary>
    Failed,

    /// <summary>The run was stopped before it completed.</summary>
    Stopped,

    /// <summary>Another property of the run changed.</summary>
    Updated,

    /// <summary>The service no longer lists the run.</summary>
    Vanished,
}
