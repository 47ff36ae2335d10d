namespace KnowledgeBaseClient;

/// <summary>The exception that is thrown when a successful response is not a list of runs, or is too large.</summary>
/// <remarks>
/// The message states what the response contains instead, and where. The request is not retried, because another response would be no
/// better. A frequent cause is a <see cref="KnowledgeBaseClientOptions.BaseAddress"/> that is not the address of the service.
/// </remarks>
public sealed class InvalidResponseException : KnowledgeBaseException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public InvalidResponseException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the position at which the response stops being a list of runs.</summary>
    /// <value>In bytes from the start of the body. The default is 0.</value>
    public long Offset { get; init; }

    /// <summary>Gets an excerpt of the response, from the beginning of the invalid run or of the response.</summary>
    /// <value>At most 1024 characters of the data received so far. Empty if no data was received.</value>
    public string Excerpt { get; init; } = "";

    /// <summary>Gets the number of attempts, including the first one.</summary>
    /// <value>The default is 1.</value>
    public int Attempts { get; init; } = 1;

    internal FailureRule Rule { get; init; } = FailureTable.InvalidResponse;
}
