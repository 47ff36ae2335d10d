namespace KnowledgeBaseClient;

// What one kind of failure means. Transient failures are retried. "EndsWaits" ends all waits and watches on the knowledge base; "StopsPoll"
// lets a poll send no further request. The advice tells the user what to do.
internal sealed record FailureRule(bool IsTransient, bool EndsWaits, bool StopsPoll, string Advice);
