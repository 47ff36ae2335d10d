namespace KnowledgeBaseClient;

// Classifies one kind of failure. Transient failures are retried. Advice: what the user can do.
internal sealed record FailureRule(bool IsTransient, WaitEffect WaitEffect, string Advice)
{
    // A poll sends no further request.
    public bool StopsPoll { get; init; }

    // The service asks for a delay, or for fewer requests.
    public bool IsThrottle => StopsPoll && WaitEffect != WaitEffect.EndsWaitsIfRepeated;

    // A request with fewer ids may succeed.
    public bool CanHalve { get; init; }

    // The service has certainly not acted on the request, even if the request is one that changes something.
    public bool HasNoEffect { get; init; }

    // The exception of an error response.
    public Func<ApiError, KnowledgeBaseApiException> Create { get; init; } = static error => new KnowledgeBaseApiException(error);
}
