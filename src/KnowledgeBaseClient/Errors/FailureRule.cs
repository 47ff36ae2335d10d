namespace KnowledgeBaseClient;

// Classifies one kind of failure. Transient failures are retried. Advice: what the user can do.
internal sealed record FailureRule(bool IsTransient, WaitEffect WaitEffect, string Advice)
{
    // A poll sends no further request.
    public bool StopsPoll { get; init; }

    // The request may be the cause: fewer ids in it may succeed.
    public bool IsForFewerIds { get; init; }

    // The exception of an error response.
    public Func<ApiError, KnowledgeBaseApiException> Create { get; init; } = static error => new KnowledgeBaseApiException(error);
}
