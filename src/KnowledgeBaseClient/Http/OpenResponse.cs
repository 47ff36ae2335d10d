namespace KnowledgeBaseClient;

// An answer whose first run has been read; null when the list is empty.
internal readonly record struct OpenResponse<T>(T? First, RunsAttempt<T> Rest)
    where T : class;
