namespace KnowledgeBaseClient;

/// <summary>What has happened to a run.</summary>
public enum RunChangeKind
{
    /// <summary>It is seen for the first time.</summary>
    Appeared,

    /// <summary>It has gone on: its progress or its nodes have changed, its status has not.</summary>
    Progressed,

    /// <summary>It has another status, which is not terminal.</summary>
    StatusChanged,

    /// <summary>It has ended well.</summary>
    Completed,

    /// <summary>It has ended with an error.</summary>
    Failed,

    /// <summary>It was ended by someone before it was done.</summary>
    Stopped,

    /// <summary>Something else about it has changed.</summary>
    Updated,

    /// <summary>The service does not list it any more.</summary>
    Vanished,
}
