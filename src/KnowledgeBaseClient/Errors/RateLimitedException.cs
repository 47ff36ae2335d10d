using System.Net;

namespace KnowledgeBaseClient;

/// <summary>The exception that is thrown when the service rejects the request because it received too many.</summary>
/// <remarks>
/// The status is 429, or 403 with <c>Retry-After</c>. Either every attempt was rejected, or the service requests a longer delay than
/// <see cref="KnowledgeBaseClientOptions.MaxRetryDelay"/> or the rest of <see cref="KnowledgeBaseClientOptions.TotalTimeout"/> allows.
/// Retry after <see cref="KnowledgeBaseApiException.RetryAfter"/>, or later if it is null.
/// </remarks>
public sealed class RateLimitedException : KnowledgeBaseApiException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public RateLimitedException(string message, Exception? innerException = null)
        : base(message, HttpStatusCode.TooManyRequests, innerException)
    {
    }

    internal RateLimitedException(ApiError error)
        : base(error)
    {
    }
}
