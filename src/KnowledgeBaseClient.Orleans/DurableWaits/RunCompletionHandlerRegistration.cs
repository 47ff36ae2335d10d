namespace KnowledgeBaseClient;

// A handler of durable waits, by the name under which it is stored.
internal sealed record RunCompletionHandlerRegistration(string Name, Type HandlerType);
