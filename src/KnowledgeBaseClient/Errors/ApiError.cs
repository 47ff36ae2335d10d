using System.Net;

namespace KnowledgeBaseClient;

// The parts of an error response that its exception exposes, with the API key redacted.
internal sealed record ApiError(
    HttpStatusCode StatusCode,
    string? Detail,
    IReadOnlyList<RequestError> Errors,
    string Body,
    string? RequestId,
    TimeSpan? RetryAfter,
    string Method,
    string Path,
    int Attempts)
{
    public string Message { get; init; } = "";

    public FailureRule? Rule { get; init; }
}
