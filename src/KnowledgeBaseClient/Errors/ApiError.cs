using System.Net;

namespace KnowledgeBaseClient;

// What an error answer says, with the key taken out.
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
