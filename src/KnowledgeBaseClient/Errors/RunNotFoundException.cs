namespace KnowledgeBaseClient;

/// <summary>The service does not list a run that is waited for, and has not for <see cref="WaitOptions.MissingGrace"/>: check its id and its knowledge base.</summary>
public sealed class RunNotFoundException : RunWaitException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public RunNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The ids that the service does not list.</summary>
    /// <value>Never null.</value>
    public IReadOnlyList<string> RunIds { get; init; } = [];
}
