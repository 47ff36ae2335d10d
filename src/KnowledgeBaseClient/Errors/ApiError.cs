using System.Net;

namespace KnowledgeBaseClient;

// The content of an error response, with the API key redacted.
internal sealed record ApiError(
    HttpStatusCode StatusCode,
    string Message,
    string? Detail,
    IReadOnlyList<RequestError> Errors,
    string Body,
    string? RequestId,
    TimeSpan? RetryAfter,
    string Method,
    string Path,
    int Attempts);
