namespace KnowledgeBaseClient;

/// <summary>
/// The exception that is thrown when the polls for a run failed for longer than <see cref="WaitOptions.OutageTimeout"/> or
/// <see cref="WatchOptions.OutageTimeout"/>.
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

    /// <summary>Gets the limit that was exceeded.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan OutageTimeout { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => InnerException is KnowledgeBaseException { IsTransient: true };
}
