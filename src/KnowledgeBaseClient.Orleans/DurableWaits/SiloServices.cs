namespace KnowledgeBaseClient;

// The container of the process. A grain receives that of its activation, whose scope ends with it.
internal sealed record SiloServices(IServiceProvider Provider);
