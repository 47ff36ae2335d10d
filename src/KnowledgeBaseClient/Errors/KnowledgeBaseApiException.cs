using System.Net;

namespace KnowledgeBaseClient;

/// <summary>The service answered, but with an error, or with a redirect, which is never followed.</summary>
/// <remarks>
/// Transient are 408, 429, 500, 502, 503 and 504: those are tried again, as often as <see cref="KnowledgeBaseClientOptions.MaxRetries"/> says,
/// before this is thrown.
/// </remarks>
public class KnowledgeBaseApiException : KnowledgeBaseException
{
    /// <summary>Makes the exception, for tests of code that handles it.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="statusCode">The status of the answer.</param>
    /// <param name="innerException">What caused it.</param>
    public KnowledgeBaseApiException(string message, HttpStatusCode statusCode, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    internal KnowledgeBaseApiException(ApiError answer)
        : this(answer.Message, answer.StatusCode)
    {
        Detail = answer.Detail;
        Body = answer.Body;
        RequestId = answer.RequestId;
        RetryAfter = answer.RetryAfter;
        Method = answer.Method;
        Path = answer.Path;
        Attempts = answer.Attempts;
    }

    /// <summary>The status of the answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>What the service says is wrong: the <c>detail</c> of its answer as text, or null when there is none.</summary>
    public string? Detail { get; init; }

    /// <summary>The beginning of the answer's body, whatever it is.</summary>
    /// <value>At most 8 KB; empty when there is none.</value>
    public string Body { get; init; } = "";

    /// <summary>The id by which the service, or a gateway before it, knows the request; null when it sends none.</summary>
    /// <value>The answer's <c>X-Request-Id</c>, or else its <c>X-Correlation-Id</c>.</value>
    public string? RequestId { get; init; }

    /// <summary>How long the service asks to wait before another attempt; null when it does not ask.</summary>
    /// <value>From the answer's <c>Retry-After</c>, whether that gave seconds or a date.</value>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The method of the request.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The path of the request, without its query.</summary>
    public string Path { get; init; } = "";

    /// <summary>How many attempts were made, the first one included.</summary>
    public int Attempts { get; init; } = 1;

    /// <inheritdoc/>
    public override bool IsTransient => StatusCode is HttpStatusCode.RequestTimeout
        or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable
        or HttpStatusCode.GatewayTimeout;
}
