namespace KnowledgeBaseClient;

/// <summary>
/// The exception that is thrown when an attempt exceeds <see cref="KnowledgeBaseClientOptions.AttemptTimeout"/>, or a call exceeds
/// <see cref="KnowledgeBaseClientOptions.TotalTimeout"/>.
/// </summary>
/// <remarks>Cancellation by the caller always results in an <see cref="OperationCanceledException"/> instead.</remarks>
public sealed class KnowledgeBaseTimeoutException : KnowledgeBaseException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The last failure before the timeout; null for none.</param>
    public KnowledgeBaseTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the limit that was exceeded.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Timeout { get; init; }

    /// <summary>Gets the number of attempts, including the first one.</summary>
    /// <value>The default is 1.</value>
    public int Attempts { get; init; } = 1;

    /// <inheritdoc/>
    public override bool IsTransient => FailureTable.TimedOut.IsTransient;
}
