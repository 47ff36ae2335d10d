namespace KnowledgeBaseClient;

/// <summary>The service answered with success, but not with a list of runs: the message says what came instead and where in the answer.</summary>
/// <remarks>It is not tried again: the answer arrived whole, so another would be no better. Often the address is that of something else.</remarks>
public sealed class InvalidResponseException : KnowledgeBaseException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public InvalidResponseException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Where the answer stops being a list of runs.</summary>
    /// <value>In bytes from the start of the body.</value>
    public long Offset { get; init; }

    /// <summary>What came instead: the answer's text from the run in question on, or from its beginning.</summary>
    /// <value>At most 1 KB of what had arrived by then; empty when nothing had.</value>
    public string Excerpt { get; init; } = "";

    /// <summary>How many attempts were made, the first one included.</summary>
    public int Attempts { get; init; } = 1;
}
