namespace KnowledgeBaseClient;

// Classifies one kind of failure. Transient failures are retried. EndsWaits: ends all waits and watches on the knowledge base. StopsPoll:
// the poll sends no further request. Advice: what the user can do. Create: the exception of an error response.
internal sealed record FailureRule(bool IsTransient, bool EndsWaits, bool StopsPoll, string Advice)
{
    public Func<ApiError, KnowledgeBaseApiException> Create { get; init; } = static error => new KnowledgeBaseApiException(error);
}
