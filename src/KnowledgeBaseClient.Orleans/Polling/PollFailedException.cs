namespace KnowledgeBaseClient;

// A failure of another silo that is none of the service, such as an exception of an application's handler.
internal sealed class PollFailedException(string message) : Exception(message);
