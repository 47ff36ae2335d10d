namespace KnowledgeBaseClient;

// What became of a list: read to its end, failed, or abandoned. Foreign are the runs in it that no subscription is for.
internal sealed record ListResult(bool IsComplete, Exception? Failure, long ForeignBytes);
