using System.Net;

namespace KnowledgeBaseClient;

/// <summary>The service does not accept the API key (401), or not for this knowledge base (403): check the key, do not try again with the same one.</summary>
public sealed class ApiKeyRejectedException : KnowledgeBaseApiException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="statusCode">401 or 403.</param>
    /// <param name="innerException">What caused it.</param>
    public ApiKeyRejectedException(string message, HttpStatusCode statusCode = HttpStatusCode.Unauthorized, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }

    internal ApiKeyRejectedException(ApiError answer)
        : base(answer)
    {
    }
}
