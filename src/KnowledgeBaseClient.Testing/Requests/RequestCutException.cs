namespace KnowledgeBaseClient.Testing;

// A fault has ended the connection within the body of a request.
internal sealed class RequestCutException : Exception;
