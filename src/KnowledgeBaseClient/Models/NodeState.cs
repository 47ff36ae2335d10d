using System.Text.Json.Serialization;

namespace KnowledgeBaseClient;

/// <summary>The state of a node in a run: the list of <see cref="ProgressDetails"/> that contains it.</summary>
[JsonConverter(typeof(KnowledgeBaseJsonConverter))]
public enum NodeState
{
    /// <summary>The node is in none of the lists.</summary>
    Unlisted,

    /// <summary>The node has not started yet.</summary>
    Remaining,

    /// <summary>The node is running.</summary>
    Running,

    /// <summary>The node was executed.</summary>
    Executed,

    /// <summary>The node was skipped.</summary>
    Skipped,
}
