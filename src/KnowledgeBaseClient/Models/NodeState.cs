using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The state of a node in a run: the list of <see cref="ProgressDetails"/> that contains it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodeState>))]
public enum NodeState
{
    /// <summary>The node is in none of the lists.</summary>
    [JsonStringEnumMemberName("unlisted")]
    Unlisted,

    /// <summary>The node has not started yet.</summary>
    [JsonStringEnumMemberName("remaining")]
    Remaining,

    /// <summary>The node is running.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The node was executed.</summary>
    [JsonStringEnumMemberName("executed")]
    Executed,

    /// <summary>The node was skipped.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}
