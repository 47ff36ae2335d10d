namespace KnowledgeBaseClient;

/// <summary>
/// The exception that is thrown when the service has not listed a run for <see cref="WaitOptions.MissingGrace"/>, or when
/// <see cref="RunsClientExtensions.GetAsync"/> does not find it.
/// </summary>
/// <remarks>Check the id of the run, and that the run belongs to the knowledge base.</remarks>
public sealed class RunNotFoundException : RunWaitException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public RunNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the ids of the runs that the service does not list.</summary>
    /// <value>Never null. Empty by default.</value>
    public IReadOnlyList<string> RunIds { get; init; } = [];
}
