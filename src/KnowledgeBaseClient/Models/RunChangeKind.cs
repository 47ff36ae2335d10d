using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The kind of a change to a run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunChangeKind>))]
public enum RunChangeKind
{
    /// <summary>The run was listed for the first time and has not finished.</summary>
    [JsonStringEnumMemberName("appeared")]
    Appeared,

    /// <summary>The progress of the run or of its nodes changed; its status did not.</summary>
    [JsonStringEnumMemberName("progressed")]
    Progressed,

    /// <summary>The status changed to one that is not terminal.</summary>
    [JsonStringEnumMemberName("status_changed")]
    StatusChanged,

    /// <summary>The run completed successfully.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>The run failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The run was stopped before it completed.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Another property of the run changed.</summary>
    [JsonStringEnumMemberName("updated")]
    Updated,

    /// <summary>The service no longer lists the run.</summary>
    [JsonStringEnumMemberName("vanished")]
    Vanished,
}
