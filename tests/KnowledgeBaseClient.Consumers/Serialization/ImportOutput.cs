namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>The output of the application's own workflow. For the library it is opaque JSON.</summary>
internal sealed record ImportOutput(string? Error, int? Page);
