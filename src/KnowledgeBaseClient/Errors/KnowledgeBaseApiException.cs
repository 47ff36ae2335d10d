using System.Net;

namespace KnowledgeBaseClient;

/// <summary>The exception that is thrown when the service returns an error, or a redirect, which is never followed.</summary>
/// <remarks>
/// The statuses 408, 425, 429, 500, 502, 503, 504, 520 to 524, 527, 529 and 530 are transient, and 403 with <c>Retry-After</c>: the
/// request is retried up to <see cref="KnowledgeBaseClientOptions.MaxRetries"/> times before this exception is thrown, unless the service
/// requests too long a delay. Polls are not retried: the next poll follows.
/// </remarks>
public class KnowledgeBaseApiException : KnowledgeBaseException
{
    /// <summary>Creates the exception, for tests of code that handles it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="statusCode">The status code of the response.</param>
    /// <param name="innerException">The cause; null for none.</param>
    public KnowledgeBaseApiException(string message, HttpStatusCode statusCode, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    internal KnowledgeBaseApiException(ApiError error)
        : this(error.Message, error.StatusCode)
    {
        Detail = error.Detail;
        Body = error.Body;
        RequestId = error.RequestId;
        RetryAfter = error.RetryAfter;
        Method = error.Method;
        Path = error.Path;
        Attempts = error.Attempts;
        Rule = error.Rule;
    }

    /// <summary>Gets the status code of the response.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>Gets the service's description of the error.</summary>
    /// <value>The <c>detail</c> of the response as text (observed, not documented by the service). Null if there is none.</value>
    public string? Detail { get; init; }

    /// <summary>Gets the beginning of the response body, in any format.</summary>
    /// <value>At most 8192 characters, with the API key redacted. Empty if there is no body.</value>
    public string Body { get; init; } = "";

    /// <summary>Gets the id that the service, or a gateway in front of it, assigned to the request.</summary>
    /// <value>The response header <c>X-Request-Id</c>, or else <c>X-Correlation-Id</c>. Null if there is neither.</value>
    public string? RequestId { get; init; }

    /// <summary>Gets the delay that the service requests before the next attempt.</summary>
    /// <value>The response header <c>Retry-After</c>, a number of seconds or a date. Null if it is missing or invalid.</value>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the HTTP method of the request.</summary>
    /// <value>The default is <c>GET</c>.</value>
    public string Method { get; init; } = "GET";

    /// <summary>Gets the path of the request, without the query.</summary>
    /// <value>Empty by default.</value>
    public string Path { get; init; } = "";

    /// <summary>Gets the number of attempts, including the first one.</summary>
    /// <value>The default is 1.</value>
    public int Attempts { get; init; } = 1;

    internal FailureRule? Rule { get; }

    /// <inheritdoc/>
    public override bool IsTransient => FailureTable.Of(this).IsTransient;
}
