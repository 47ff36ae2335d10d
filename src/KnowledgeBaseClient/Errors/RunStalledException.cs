namespace KnowledgeBaseClient;

/// <summary>The exception that is thrown when none of the runs of a wait changed for <see cref="WaitOptions.StallTimeout"/>.</summary>
/// <remarks>The service may no longer be working on the runs.</remarks>
public sealed class RunStalledException : RunWaitException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public RunStalledException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the limit that was exceeded.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan StallTimeout { get; init; }
}
