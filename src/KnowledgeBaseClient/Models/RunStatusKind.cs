using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The known statuses of a run, for a <c>switch</c>.</summary>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public enum RunStatusKind
{
    /// <summary>A status that this version of the library does not know: see <see cref="RunStatus.Value"/>.</summary>
    Unknown,

    /// <summary>The run has not started yet.</summary>
    Queued,

    /// <summary>The run is being executed.</summary>
    Running,

    /// <summary>The run finished with an error. Terminal.</summary>
    Failed,

    /// <summary>The run finished successfully. Terminal.</summary>
    Completed,

    /// <summary>The run was stopped before it completed. Terminal.</summary>
    Stopped,

    /// <summary>The run waits until a person acts (observed, not documented by the service). Not terminal.</summary>
    AwaitingHumanFeedback,
}
