using System.Net;

namespace KnowledgeBaseClient;

/// <summary>The exception that is thrown when the knowledge base does not exist, or the address is not that of the service (404).</summary>
public sealed class KnowledgeBaseNotFoundException : KnowledgeBaseApiException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public KnowledgeBaseNotFoundException(string message, Exception? innerException = null)
        : base(message, HttpStatusCode.NotFound, innerException)
    {
    }

    internal KnowledgeBaseNotFoundException(ApiError error)
        : base(error)
    {
    }
}
