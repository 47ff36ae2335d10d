namespace KnowledgeBaseClient.Aot;

/// <summary>A result of the library is not the expected one.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
