namespace KnowledgeBaseClient;

/// <summary>The exception that is thrown when the cluster, or the storage of its durable waits, is out of reach.</summary>
public sealed class FleetUnavailableException : KnowledgeBaseException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public FleetUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
