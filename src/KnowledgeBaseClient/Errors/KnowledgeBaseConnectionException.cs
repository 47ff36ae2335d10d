namespace KnowledgeBaseClient;

/// <summary>No answer came from the service, or one that was cut short: a name not found, a connection refused or lost, a handler that gave up.</summary>
public sealed class KnowledgeBaseConnectionException : KnowledgeBaseException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public KnowledgeBaseConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>How many attempts were made, the first one included.</summary>
    public int Attempts { get; init; } = 1;

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
