namespace KnowledgeBaseClient;

// Why a request of a poll failed, and when: timestamps of the client's clock.
internal sealed record RequestFailure(Exception Exception, long StartedAt, long EndedAt);
