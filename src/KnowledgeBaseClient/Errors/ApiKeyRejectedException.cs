using System.Net;

namespace KnowledgeBaseClient;

/// <summary>
/// The exception that is thrown when the service rejects the API key (401), or does not allow it to use the knowledge base (403 without
/// <c>Retry-After</c>).
/// </summary>
/// <remarks>Check the key. A retry with the same key fails again.</remarks>
public sealed class ApiKeyRejectedException : KnowledgeBaseApiException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="statusCode">The status code of the response: 401 or 403.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public ApiKeyRejectedException(
        string message, HttpStatusCode statusCode = HttpStatusCode.Unauthorized, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }

    internal ApiKeyRejectedException(ApiError error)
        : base(error)
    {
    }
}
