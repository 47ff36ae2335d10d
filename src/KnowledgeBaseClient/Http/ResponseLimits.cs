namespace KnowledgeBaseClient;

// How much of an answer is taken in, as a whole and of one run.
internal readonly record struct ResponseLimits(long MaxBytes, long MaxRunBytes);
