namespace KnowledgeBaseClient;

// What a subscription tells its reader: a run, and how the reader saw it before.
internal readonly record struct Notice(RunSnapshot Run, RunSummary? Previous, bool Vanished);
