using System.Text.Json.Serialization;

namespace KnowledgeBaseClient.Consumers.Serialization;

/// <summary>Source-generated serialization of the archive, as trimmed and native applications need it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ArchivedRun))]
[JsonSerializable(typeof(ImportOutput))]
internal sealed partial class ArchiveContext : JsonSerializerContext;
