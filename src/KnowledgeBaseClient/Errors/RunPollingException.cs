namespace KnowledgeBaseClient;

/// <summary>More polls in a row have failed than <see cref="WaitOptions.MaxConsecutiveFailures"/> allows: the inner exception is the last failure.</summary>
public sealed class RunPollingException : RunWaitException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public RunPollingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>How many polls in a row have failed.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => InnerException is KnowledgeBaseException { IsTransient: true };
}
