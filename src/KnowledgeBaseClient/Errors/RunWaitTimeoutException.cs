namespace KnowledgeBaseClient;

/// <summary>Runs were not done within <see cref="WaitOptions.Timeout"/>. They go on: the wait may be begun again.</summary>
public sealed class RunWaitTimeoutException : RunWaitException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public RunWaitTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The limit that was reached.</summary>
    public TimeSpan Timeout { get; init; }

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
