namespace KnowledgeBaseClient;

/// <summary>Where a node of a run stands: which list of <see cref="ProgressDetails"/> it is in.</summary>
public enum NodeState
{
    /// <summary>In none of them.</summary>
    Unlisted,

    /// <summary>Still to come.</summary>
    Remaining,

    /// <summary>Being carried out.</summary>
    Running,

    /// <summary>Done.</summary>
    Executed,

    /// <summary>Passed over.</summary>
    Skipped,
}
