namespace KnowledgeBaseClient;

// How much of an answer is taken in, as a whole and of one run.
internal readonly record struct AnswerLimits(long MaxBytes, long MaxRunBytes);
