namespace KnowledgeBaseClient;

/// <summary>The exception that is thrown when runs are not done within <see cref="WaitOptions.Timeout"/>.</summary>
/// <remarks>The timeout does not stop the runs. To continue, wait again for the pending ones.</remarks>
public sealed class RunWaitTimeoutException : RunWaitException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public RunWaitTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the limit that was exceeded.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Timeout { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
