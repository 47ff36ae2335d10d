namespace KnowledgeBaseClient;

/// <summary>
/// The exception that is thrown when more polls in a row failed than <see cref="WaitOptions.MaxConsecutiveFailures"/> or
/// <see cref="WatchOptions.MaxConsecutiveFailures"/> allows.
/// </summary>
/// <remarks>The inner exception is the last failure. It determines whether this exception is transient.</remarks>
public sealed class RunPollingException : RunWaitException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public RunPollingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the number of polls in a row that failed.</summary>
    /// <value>0 by default.</value>
    public int ConsecutiveFailures { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => InnerException is KnowledgeBaseException { IsTransient: true };
}
