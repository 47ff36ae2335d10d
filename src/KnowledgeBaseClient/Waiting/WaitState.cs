namespace KnowledgeBaseClient;

// What an exception reports about a wait: the ids that have not finished, and the last state of each run.
internal sealed record WaitState(string KnowledgeBaseId, IReadOnlyList<string> Pending, IReadOnlyList<RunSummary> LastSeen);
