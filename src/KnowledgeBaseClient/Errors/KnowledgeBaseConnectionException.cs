namespace KnowledgeBaseClient;

/// <summary>The exception that is thrown when no response was received, or only a part of one.</summary>
/// <remarks>
/// Examples: a host name cannot be resolved, a connection is refused or lost, or an HTTP handler of the application gives up. These
/// failures are transient. An invalid TLS certificate is not: <see cref="KnowledgeBaseException.IsTransient"/> is false, and the request is
/// not retried.
/// </remarks>
public sealed class KnowledgeBaseConnectionException : KnowledgeBaseException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public KnowledgeBaseConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the number of attempts, including the first one.</summary>
    /// <value>The default is 1.</value>
    public int Attempts { get; init; } = 1;

    /// <inheritdoc/>
    public override bool IsTransient => Rule.IsTransient;

    internal FailureRule Rule { get; init; } = FailureTable.Connection;
}
