using System.Net;

namespace KnowledgeBaseClient;

/// <summary>The service has had too many requests (429), through all attempts or with a longer wait than is allowed: come back after <see cref="KnowledgeBaseApiException.RetryAfter"/>.</summary>
public sealed class RateLimitedException : KnowledgeBaseApiException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public RateLimitedException(string message, Exception? innerException = null)
        : base(message, HttpStatusCode.TooManyRequests, innerException)
    {
    }

    internal RateLimitedException(ApiError answer)
        : base(answer)
    {
    }
}
