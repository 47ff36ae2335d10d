namespace KnowledgeBaseClient;

/// <summary>The base class of the exceptions that end a wait or a watch early; it contains the last known state of the runs.</summary>
public abstract class RunWaitException : KnowledgeBaseException
{
    /// <summary>Creates the exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    protected RunWaitException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the ids of the runs that were not done yet.</summary>
    /// <value>Never null. Empty for a watch of all runs.</value>
    public IReadOnlyList<string> Pending { get; init; } = [];

    /// <summary>Gets the last known state of the runs.</summary>
    /// <value>Never null. Includes finished runs. Runs that the service has never listed are not included.</value>
    public IReadOnlyList<RunSummary> LastSeen { get; init; } = [];
}
