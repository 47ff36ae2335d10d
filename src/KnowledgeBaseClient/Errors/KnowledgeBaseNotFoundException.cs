using System.Net;

namespace KnowledgeBaseClient;

/// <summary>There is no such knowledge base, or the address is not that of the service (404).</summary>
public sealed class KnowledgeBaseNotFoundException : KnowledgeBaseApiException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public KnowledgeBaseNotFoundException(string message, Exception? innerException = null)
        : base(message, HttpStatusCode.NotFound, innerException)
    {
    }

    internal KnowledgeBaseNotFoundException(ApiError answer)
        : base(answer)
    {
    }
}
