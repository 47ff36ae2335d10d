namespace KnowledgeBaseClient;

// A run as one poll has seen it. The full form is there only where someone waits for it.
internal sealed record RunSnapshot(RunSummary Summary, Run? Full, TimeSpan? TimeLeft = null);
