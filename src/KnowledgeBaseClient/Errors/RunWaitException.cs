namespace KnowledgeBaseClient;

/// <summary>A wait for runs, or a watch over them, that ended before it was done, with what was last seen.</summary>
public abstract class RunWaitException : KnowledgeBaseException
{
    /// <summary>Makes the exception with what went wrong and what caused it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    protected RunWaitException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The ids of the runs that were still waited for.</summary>
    /// <value>Never null; empty for a watch over all runs.</value>
    public IReadOnlyList<string> Pending { get; init; } = [];

    /// <summary>The runs as they were last seen, those that had ended included. A run that was never seen is not among them.</summary>
    /// <value>Never null.</value>
    public IReadOnlyList<RunSummary> LastSeen { get; init; } = [];
}
