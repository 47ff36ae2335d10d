namespace KnowledgeBaseClient;

/// <summary>Nothing has changed about the runs that are waited for in <see cref="WaitOptions.StallTimeout"/>: the service may have forgotten them.</summary>
public sealed class RunStalledException : RunWaitException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public RunStalledException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The limit that was reached.</summary>
    public TimeSpan StallTimeout { get; init; }
}
