using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The known statuses of a run, for a <c>switch</c>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatusKind>))]
public enum RunStatusKind
{
    /// <summary>A status that this version of the library does not know: see <see cref="RunStatus.Value"/>.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>The run has not started yet.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>The run is being executed.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The run finished with an error. Terminal.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The run finished successfully. Terminal.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>The run was stopped before it completed. Terminal.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>The run waits until a person acts (observed, not documented by the service). Not terminal.</summary>
    [JsonStringEnumMemberName("awaiting_human_feedback")]
    AwaitingHumanFeedback,
}
