namespace KnowledgeBaseClient;

// The outcome of reading a list: complete, failed or abandoned. UnrelatedBytes: the size of the runs in it that no subscription needs.
internal sealed record ListResult(bool IsComplete, RequestFailure? Failure, long UnrelatedBytes);
