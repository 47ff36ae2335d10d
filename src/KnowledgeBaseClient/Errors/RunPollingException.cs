namespace KnowledgeBaseClient;

/// <summary>
/// The exception that is thrown when polling failed for at least one run for <see cref="WaitOptions.OutageTimeout"/> or
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

    /// <summary>Gets the ids of the runs whose requests failed. The other runs of the wait may be well.</summary>
    /// <value>Never null. Empty if the request for all runs of a watch failed.</value>
    public IReadOnlyList<string> RunIds { get; init; } = [];

    /// <summary>Gets the limit that was exceeded.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan OutageTimeout { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => InnerException is KnowledgeBaseException { IsTransient: true };
}
